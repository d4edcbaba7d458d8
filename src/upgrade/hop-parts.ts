import type {StepEvent} from '../engine/events.js';
import type {Hop, StateName} from './hop.js';
import type {CheckRow} from './precheck/row.js';

/** What calls may cost. */
export interface TrafficBounds {
  /** Failed calls. */
  readonly maxFailed: number;
  /** The longest time without a good answer, in ms; not judged unless given. */
  readonly maxGapMs?: number;
  /** The phases that are judged. */
  readonly phases: readonly string[];
}

export interface TrafficVerdict {
  readonly verdict: 'passed' | 'failed' | 'could not be measured';
  /** Why it is not `passed`, a sentence each. */
  readonly reasons: readonly string[];
}

/** Calls that go on during the whole hop, at a set rate, and whoever counts them. */
export interface HopTraffic<Figures> {
  /** `resume`: go on with the calls of a hop that was killed, where they are still being made. */
  start(phase: string, resume: boolean): Promise<void>;
  /** Names the time from now on. */
  begin(phase: string): Promise<void>;
  stop(): Promise<Figures>;
  judge(figures: Figures, bounds: TrafficBounds): TrafficVerdict;
}

/** Something that is otherwise in one state than in another. */
export interface Change {
  /** Of a known change its name, by which it may be allowed; of an unknown one what differs. */
  readonly name: string;
  readonly known: boolean;
  /** What differs, from which state to which, in a sentence. */
  readonly text: string;
}

/** What a hop is given to work with, so that it knows neither the caller nor the packs. */
export interface HopParts<Figures = unknown> {
  /** Left out where nobody calls: then nothing is said of calls. */
  readonly traffic?: HopTraffic<Figures>;
  /** Takes the configuration of all proxies, the objects, and the verdicts of the packs. */
  takeState(name: StateName): Promise<void>;
  /** What has changed between the states that were taken and is to be judged. */
  changes(): Promise<readonly Change[]>;
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
  | {readonly type: 'hopEnded'; readonly verdict: HopVerdict; readonly atMs: number}
  | StepEvent;

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
  /** As the caller gives them; null where nobody called. */
  readonly figures: unknown;
  readonly changes: readonly Change[];
  /** Names of known changes that were allowed, and of those that came. */
  readonly allowed: readonly string[];
  readonly rows: readonly CheckRow[];
  /** Where the mesh is now. */
  readonly now: 'at the target' | 'back';
}
