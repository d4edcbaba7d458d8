import type {Verdict} from '../../../scenario/result.js';
import type {Language, Translations} from '../../../scenario/text.js';
import type {RunReport} from '../../report.js';

/** How many scenarios had which verdict. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly interrupted: number;
  readonly all: number;
  readonly finished: boolean;
}

/** Everything that a page says of its own accord, in one language. What was measured is told as it was recorded. */
export interface PageWords {
  readonly language: Language;

  // The top
  readonly runOf: (time: string, lab: string) => string;
  readonly headline: (count: Count) => string;
  readonly inAll: (time: string) => string;
  readonly verdict: Readonly<Record<Verdict, string>>;
  readonly measuredWith: (measured: RunReport['measured']) => string;

  // The whole run
  readonly verdicts: string;
  readonly lab: string;
  readonly scenarios: string;
  readonly overview: {readonly [column in 'verdict' | 'scenario' | 'measured' | 'time']: string};
  readonly versions: string;
  readonly madeFrom: (id: string) => string;
  readonly unknown: (kinds: string) => string;

  // The lab, drawn
  readonly topology: {
    readonly label: (client: string, clusters: string, network: string, mesh: string) => string;
    readonly network: (name: string) => string;
    readonly outside: string;
    readonly mesh: (id: string) => string;
    readonly ingress: string;
    readonly eastWest: string;
    readonly unseen: string;
    readonly pods: string;
    readonly answers: (count: number) => string;
    readonly toPort: string;
    readonly discovery: string;
    readonly reads: string;
    /** For more clusters than stand beside each other. */
    readonly everyPair: string;
  };

  // One scenario
  readonly leftBehind: (what: string) => string;
  readonly explained: {
    readonly [
      part in 'heading' | 'check' | 'looked' | 'seen' | 'verdict' | 'remedy' | 'page' | 'healthy'
    ]: string;
  } & {readonly state: {readonly [state in 'ok' | 'fault' | 'unknown' | 'not-judged']: string}};
  readonly timeline: {
    readonly label: (count: number, seconds: string, lanes: string) => string;
    readonly lane: (count: number, who: string, outcome: string) => string;
    readonly count: (outcome: string, count: number, all: number) => string;
    readonly reused: (reused: boolean) => string;
    readonly phase: (name: string) => string;
    readonly caption: string;
    readonly happened: string;
    readonly kinds: {readonly [kind in 'action' | 'ejection' | 'undo']: string};
    readonly setAside: (host: string, place: string, title: string) => string;
    readonly span: (from: string, to: string) => string;
  };
  readonly noAnswer: string;
  readonly proxy: string;
  readonly latencies: {
    readonly [part in 'caption' | 'by' | 'outcome' | 'calls' | 'slowest' | 'fresh']: string;
  };
  readonly shares: {
    readonly [
      part in 'heading' | 'answer' | 'share' | 'measured' | 'expected' | 'judged' | 'right' | 'wrong'
    ]: string;
  } & {readonly count: (count: number, total: number) => string};
  readonly endpoints: {
    readonly [
      part in
        | 'heading'
        | 'first'
        | 'then'
        | 'endpoint'
        | 'priority'
        | 'locality'
        | 'health'
        | 'outlier'
        | 'none'
        | 'fresh'
        | 'gone'
    ]: string;
  } & {readonly was: (former: string) => string};
  readonly certificates: {
    readonly [
      part in
        | 'heading'
        | 'certificate'
        | 'issuer'
        | 'names'
        | 'valid'
        | 'signs'
        | 'root'
        | 'leaf'
        | 'intermediate'
        | 'noSubject'
        | 'itself'
        | 'no'
    ]: string;
  } & {
    readonly serial: (serial: string) => string;
    readonly from: (from: string, to: string) => string;
    readonly ca: (pathLength: number | undefined) => string;
  };
  readonly truth: {readonly heading: string; readonly how: string; readonly caller: string} & {
    readonly callers: (cluster: string) => string;
    readonly differs: (measured: string, expected: string) => string;
  };
  readonly steps: {
    readonly [
      part in 'none' | 'phase' | 'cut' | 'done' | 'holds' | 'failed' | 'measured' | 'wanted' | 'undone'
    ]: string;
  } & {
    readonly summary: (steps: number, phases: number) => string;
    readonly lastSeen: (text: string) => string;
    readonly took: (at: string, time: string) => string;
  };
}

/** A recorded text in the page's language, in English where a run has no other. */
export function toldIn(
  {language}: Pick<PageWords, 'language'>,
  english: string,
  others: Translations | undefined,
): string {
  return (language === 'en' ? undefined : others?.[language]) ?? english;
}
