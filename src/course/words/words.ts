import type {z} from 'zod';
import type {EXPECTATIONS, ExpectationKey, Measured, ScenarioStep} from '../../scenario/index.js';

/** What stands under an expectation's key. */
export type Expected<K extends ExpectationKey> = z.infer<(typeof EXPECTATIONS)[K]['schema']>;

/** Each expectation as a sentence of what must be seen; names and numbers come from the scenario. */
export type ExpectationWords = {
  readonly [K in ExpectationKey]: (value: Expected<K>, measured: Measured['kind']) => string;
};

/** Everything that the course says of its own accord, in one language. */
export interface Words {
  readonly expected: ExpectationWords;

  // The walk
  readonly begin: (place: number, of: number) => string;
  readonly goesOn: (step: number) => string;
  readonly takenBackMeanwhile: string;
  readonly othersTakenBack: string;
  readonly mustBeSeen: (withinSeconds: number) => string;
  readonly mustStaySeen: (seconds: number) => string;
  readonly mustNeverBeSeen: (seconds: number) => string;
  readonly byHand: string;
  readonly keys: string;
  readonly help: readonly string[];
  readonly unknown: (text: string, meant: string | undefined) => string;

  // What came of it
  readonly done: (evidence: string) => string;
  readonly holds: string;
  readonly holdsNot: string;
  readonly notYet: (missing: string) => string;
  readonly failed: (evidence: string) => string;
  readonly unprepared: (reason: string) => string;
  readonly repeat: (withinSeconds: number) => string;
  readonly passed: (step: number) => string;
  readonly interrupted: string;
  readonly going: (step: number) => string;
  readonly stuck: (step: number) => string;

  // What one may want to know
  readonly hint: {
    readonly action: string;
    readonly shell: (command: string) => string;
    readonly apply: string;
    readonly rollout: string;
    readonly restart: string;
    readonly calls: (count: number) => string;
    readonly looking: string;
    readonly wait: (withinSeconds: number) => string;
    readonly show: string;
  };
  readonly show: {
    readonly deployments: string;
    readonly rules: string;
    readonly none: string;
  };

  // The end
  readonly takingBack: string;
  readonly leftBehind: (what: string) => string;
  readonly over: (id: string, title: string) => string;
  readonly overBut: (id: string) => string;
  readonly skipped: (capability: string) => string;
  readonly notReady: (reason: string) => string;
  readonly next: (id: string, title: string) => string;
  readonly nextPrompt: string;
  readonly allOver: string;
  readonly allOverBefore: string;
  readonly left: (command: string) => string;

  // The page
  readonly page: {
    readonly generated: string;
    readonly contents: string;
    readonly begin: string;
    readonly setUp: readonly string[];
    readonly walk: (command: string) => string;
    readonly judge: (command: string) => string;
    readonly after: (links: string) => string;
    readonly requires: (capability: string) => string;
    readonly type: (kind: ScenarioStep['kind']) => string;
    readonly afterwards: string;
    readonly address: (service: string, cluster: string) => string;
  };
}
