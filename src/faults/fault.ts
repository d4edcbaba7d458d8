import type {CheckName, FindingCode} from '../findings/codes.js';
import type {Look} from '../base/wait-for.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import type {Bench} from '../scenario/bench.js';
import type {Text} from '../scenario/text.js';
import type {FaultUndo} from './undo.js';

/** One change to the lab, and what takes it back; the latter is known before anything is changed. */
export interface Change {
  readonly undos: readonly FaultUndo[];
  run(): Promise<void>;
}

/** Where a fault is planted. */
export interface Site {
  readonly cluster: ClusterPlan;
  /** The other cluster that it is about: the one that is read, whose gateway it takes, and so on. */
  readonly peer: ClusterPlan;
  readonly bench: Bench;
  /** One of several, as the seed has it; the same seed takes the same one. */
  pick<T>(of: readonly T[]): T;
}

/** A known way to break the lab: real, seeded, and such that it can be taken back whole. */
export interface Fault {
  readonly name: string;
  /** What it does, in a sentence. */
  readonly does: Text;
  /** What `eastwest explain` must say of it. */
  readonly finding: FindingCode;
  /** The link of the chain that comes upon it, where that is not the one of its finding. */
  readonly check?: CheckName;
  /** What the lab must be able to, as in a scenario's `requires`; absent where any lab will do. */
  readonly requires?: string;
  /** Clusters in which it makes sense. */
  sites(plan: Plan): readonly string[];
  /** Works out every change. Looks at the lab, changes nothing. */
  changes(site: Site): Promise<readonly Change[]>;
  /** Shell lines that show it, for a person in `eastwest shell`. */
  see(cluster: ClusterPlan, peer: ClusterPlan, plan: Plan): readonly string[];
  /**
   * Whether a person has mended by hand what no step of `up` looks at. `since` is when the fault was in the lab.
   */
  gone?(site: Omit<Site, 'pick'>, since: Date): Promise<Look>;
}

/** A fault and the check of the chain that comes upon it. */
export interface FaultRow {
  readonly name: string;
  readonly does: Text;
  readonly finding: FindingCode;
  readonly check: CheckName;
  readonly see: readonly string[];
  readonly sites: readonly string[];
  /** What this lab lacks for it; absent where it can be planted. */
  readonly lacks?: string;
}

/** Every cluster that has a peer. */
export function anyCluster({clusters}: Plan): readonly string[] {
  return clusters.length < 2 ? [] : clusters.map(({name}) => name);
}

/** Clusters through which the lab is called: what is set there, callers feel. */
export function callersCluster(plan: Plan): readonly string[] {
  return anyCluster(plan).filter((name) => plan.call === undefined || plan.call.through === name);
}
