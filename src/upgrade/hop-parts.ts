import type {HopJudgement} from '../differences/index.js';
import type {StepEvent} from '../engine/events.js';
import type {TrafficFigures} from '../traffic/index.js';
import type {Hop, StateName} from './hop.js';
import type {CheckRow} from './precheck/row.js';

/** Calls that go on during the whole hop, at a set rate, and whoever counts them. */
export interface HopTraffic {
  /**
   * Makes what the calls need, and begins them. `resume`: goes on with the calls of a hop that was killed, where they
   * are still being made.
   */
  start(phase: string, resume: boolean): Promise<void>;
  /** Names the time from now on, once nothing of the time before it is still ending. */
  begin(phase: string): Promise<void>;
  /** Ends the calls, and says what became of them. */
  stop(): Promise<TrafficFigures>;
  /** Nobody calls any more, and what was measured is lost; for a hop that was broken off. */
  abandon(): Promise<void>;
  /** Nothing is left of what the calls needed. */
  clear(): Promise<void>;
}

/** What the states say, or why nothing can be said. */
export type StatesJudged = {readonly judgement: HopJudgement} | {readonly missing: string};

/** What a hop is given to work with, so that it knows neither the caller nor the packs. */
export interface HopParts {
  /** Left out where nobody calls: then nothing is said of calls. */
  readonly traffic?: HopTraffic;
  /** Takes the configuration of all proxies, the objects, and the verdicts of the packs, and keeps them. */
  takeState(name: StateName): Promise<void>;
  /** These states, as far as they were taken, by this run or an earlier one, against the one before the hop. */
  judge(states: readonly StateName[]): Promise<StatesJudged>;
  /** Why the lab is not healthy now, a sentence each. */
  ailments(): Promise<readonly string[]>;
}

/** `atMs`: since the hop began, or was gone on with. */
export type HopEvent =
  | {
      readonly type: 'hop';
      readonly hop: Hop;
      readonly resumed: boolean;
      /** ISO 8601. */
      readonly at: string;
    }
  | {readonly type: 'hopPhase'; readonly phase: string; readonly atMs: number}
  | {
      readonly type: 'hopChecked';
      readonly when: 'before' | 'after' | 'cleared';
      readonly rows: readonly CheckRow[];
    }
  /** All was measured; what the mesh has left is still there. */
  | {
      readonly type: 'hopJudged';
      readonly verdict: HopVerdict;
      readonly differences: HopJudgement | null;
      readonly atMs: number;
    }
  | {readonly type: 'hopEnded'; readonly verdict: HopVerdict; readonly atMs: number}
  | StepEvent;

/** Something that is otherwise in one state than before the hop. */
export interface Change {
  /** Of a known change, or of what no release does and is known all the same, its name; of another one what differs. */
  readonly name: string;
  /** One that has a name in docs/known-changes.md, by which it may be allowed. */
  readonly known: boolean;
  /** Nobody has said that it may be, and it is not known to be harmless. */
  readonly alarm: boolean;
  /** In which it shows. */
  readonly states: readonly StateName[];
  /** What differs, in a sentence. */
  readonly text: string;
}

/** Why a hop is not good. */
export interface Reason {
  /** Stable name, e.g. `UPGRADE-CALLS`. */
  readonly code: 'UPGRADE-CALLS' | 'UPGRADE-UNMEASURED' | 'UPGRADE-CHANGED' | 'UPGRADE-BROKEN';
  readonly text: string;
}

/** How a hop was. */
export interface HopVerdict {
  readonly good: boolean;
  /** Why it is not good; none where it is. */
  readonly reasons: readonly Reason[];
  /** Null where nobody called, or nobody could. */
  readonly figures: TrafficFigures | null;
  readonly changes: readonly Change[];
  /** Names of known changes that were allowed, and of those that came. */
  readonly allowed: readonly string[];
  readonly rows: readonly CheckRow[];
  /** Where the mesh is now. */
  readonly now: 'at the target' | 'back';
}
