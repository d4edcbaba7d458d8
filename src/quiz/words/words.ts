import type {CheckName} from '../../findings/codes.js';

/** Everything that the quiz says, in one language. */
export interface QuizWords {
  readonly breaking: (seed: number) => string;
  readonly broken: string;
  readonly back: (minutes: number) => string;
  readonly brokenOff: string;
  readonly keys: string;
  readonly help: readonly string[];
  readonly unknown: (text: string, meant: string | undefined) => string;
  readonly looking: string;
  readonly notWhole: (things: number) => string;
  readonly whole: (fault: string, minutes: number, hints: number) => string;
  readonly hint: (check: string) => string;
  readonly sameHint: (check: string) => string;
  readonly was: (fault: string, cluster: string) => string;
  readonly seen: string;
  readonly finding: (code: string) => string;
  readonly again: (command: string) => string;
  readonly mending: string;
  readonly leftBehind: (what: string) => string;
  readonly mendOnceMore: string;
  readonly interrupted: string;
  readonly failed: (why: string) => string;
  readonly left: (command: string) => string;
  /** The links of the chain of causes. */
  readonly checks: Readonly<Record<CheckName, string>>;
}
