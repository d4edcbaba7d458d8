import {ADDONS} from '../lab/lab.js';
import type {ActionKey} from './actions/actions.js';
import type {ExpectationKey} from './expectations/expectations.js';
import type {ProbeKey} from './probes/probes.js';
import type {Text} from './text.js';
import type {Variable} from './typed-variables.js';

/** What a scenario may ask of the lab beyond its clusters and apps. */
export const CAPABILITIES = ['istio-proxy', ...ADDONS] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** A scripted, checked exercise; made by `parseScenario` alone, so that it is known to be sound. */
export interface Scenario {
  /** `pack/name`. */
  readonly id: string;
  readonly file: string;
  readonly pack: string;
  readonly name: string;
  readonly title: Text;
  /** Names of scenarios of the same pack that come first, where they run at all. */
  readonly after: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly needs: {
    readonly clusters: readonly string[];
    /** Deployments in the lab's namespace that must be available. */
    readonly apps: readonly {readonly cluster: string; readonly deployment: string}[];
  };
  readonly requires: readonly Capability[];
  /** The versions of Istio that it holds for, as a semver range. */
  readonly istio: string | undefined;
  /** With the values of this run; the steps have them already. */
  readonly variables: readonly Variable[];
  /** Brings about what the phases start from; taken back like every other change. */
  readonly given: readonly ScenarioStep[];
  readonly phases: readonly Phase[];
  /** Looks when a step of the above has failed, for evidence. */
  readonly catch: readonly ProbeStep[];
  /** Runs at the end, whatever happened, after everything that was changed has been taken back. */
  readonly finally: readonly ScenarioStep[];
}

export interface Phase {
  readonly name: string;
  readonly steps: readonly ScenarioStep[];
}

export type ScenarioStep = ActionStep | ProbeStep;

interface CommonStep {
  /** Why this step is there, for the person who walks through the scenario. */
  readonly explain: Text;
  /** Line in the file, counted from 1. */
  readonly line: number;
}

export interface ActionStep extends CommonStep {
  readonly kind: 'action';
  readonly key: ActionKey;
  readonly value: unknown;
}

export interface ProbeStep extends CommonStep {
  readonly kind: 'probe';
  readonly key: ProbeKey;
  readonly value: unknown;
  readonly expect: readonly {readonly key: ExpectationKey; readonly value: unknown}[];
  /** How long the probe is repeated until all its expectations hold at once; 0 is one look. */
  readonly withinMs: number;
  /** How many looks in a row must hold within that time; 1 unless given. */
  readonly converges: number;
  /** The expectations hold at every look for this long; 0 where that is not asked for. */
  readonly consistentlyMs: number;
  /** The expectations never hold together at any look for this long; 0 where that is not asked for. */
  readonly neverMs: number;
}
