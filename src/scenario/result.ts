import type {Emit} from '../engine/events.js';
import type {Explanation} from '../findings/index.js';
import type {Measured} from './measured.js';
import type {Translations} from './text.js';

/** `skipped`: this lab cannot show it. `interrupted`: a person ended the run. */
export type Verdict = 'passed' | 'failed' | 'skipped' | 'interrupted';

export interface StepResult {
  readonly phase: string;
  /** What was done or measured, in a few words. */
  readonly title: string;
  readonly explain: string;
  readonly kind: 'action' | 'probe';
  /** What a person types in `eastwest shell` for the same. */
  readonly commands: readonly string[];
  /** When it began, ISO 8601. */
  readonly at: string;
  readonly ok: boolean;
  /** Measured numbers with the sample size, or what an action waited for. */
  readonly evidence: string;
  /** What was wanted instead; only where it is not ok. */
  readonly wanted?: string;
  readonly seconds: number;
}

export interface ScenarioResult {
  readonly id: string;
  readonly pack: string;
  readonly name: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** A few words for the table. */
  readonly evidence: string;
  readonly seconds: number;
  readonly steps: readonly StepResult[];
  /** What could not be taken back; the next run tries again. */
  readonly leftBehind: readonly string[];
  /** Why the mesh may not have worked; looked for where it failed. */
  readonly explained?: Explanation;
}

/** What a person ought to know of a cluster to read a report of it. */
export interface ClusterFacts {
  readonly name: string;
  /** Istio's name for it, e.g. `west-cluster`. */
  readonly istioName: string;
  readonly network: string;
  readonly locality: {readonly region: string; readonly zone: string};
  readonly podSubnet: string;
  readonly serviceSubnet: string;
  /** Common name of its intermediate CA. */
  readonly intermediate: string;
  /** What its load balancer had really given when the run began; absent where it did not say. */
  readonly addresses: {readonly ingress?: string; readonly eastWestGateway?: string};
  /** Deployments that it had in the lab's namespace when the run began; a pod's name begins with one. */
  readonly deployments: readonly string[];
}

/** The lab that was measured, and with which proxy: no number means anything without it. */
export interface LabFacts {
  readonly lab: string;
  readonly meshId: string;
  readonly dockerNetwork: string;
  /** Name of the client container. */
  readonly client: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly supply: string;
  readonly proxy: {readonly kind: 'istio-proxy' | 'stock-envoy'; readonly version: string};
  /** What was installed for this proxy, and what it cannot show. */
  readonly note?: string;
  readonly clusters: readonly ClusterFacts[];
}

/** The first event of a run. */
export interface RunBegunEvent extends LabFacts {
  readonly type: 'run';
  /** Raised when an event changes its meaning. */
  readonly format: 1;
  /** Name of the run's folder. */
  readonly id: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** The last event of a run; a run that was killed has none. */
export interface RunEndedEvent {
  readonly type: 'runEnded';
  readonly at: string;
  readonly seconds: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

export interface ScenarioEvent {
  readonly type: 'scenario';
  readonly id: string;
  readonly title: string;
  readonly titleIn?: Translations;
  readonly state: 'begun' | Verdict;
  /** ISO 8601. */
  readonly at: string;
  readonly evidence?: string;
  readonly seconds?: number;
  readonly leftBehind?: readonly string[];
}

export interface PhaseEvent {
  readonly type: 'phase';
  readonly scenario: string;
  readonly phase: string;
  readonly at: string;
}

/** `seen` comes while a step waits, whenever what it sees has changed. */
export interface ScenarioStepEvent {
  readonly type: 'scenarioStep';
  readonly scenario: string;
  readonly phase: string;
  readonly title: string;
  readonly explain: string;
  readonly explainIn?: Translations;
  readonly state: 'running' | 'seen' | 'passed' | 'failed';
  readonly at: string;
  /** `undo`: something that the scenario had changed is taken back. */
  readonly kind: 'action' | 'probe' | 'undo';
  /** What a person types in `eastwest shell` for the same. */
  readonly commands: readonly string[];
  readonly text?: string;
  /** Once it is over; `text` is made from these two. */
  readonly evidence?: string;
  readonly wanted?: string;
  readonly seconds?: number;
}

/** What a probe measured when it was judged for the last time, and each sample of calls before; for reports. */
export interface MeasuredEvent {
  readonly type: 'measured';
  readonly scenario: string;
  readonly phase: string;
  readonly title: string;
  readonly at: string;
  readonly measured: Measured;
  readonly judged: readonly Judged[];
  /** A later sample of the same step was judged last. */
  readonly superseded?: true;
}

/** One expectation, its variables filled in, and how it was judged. */
export interface Judged {
  /** Its key in the scenario, e.g. `share`. */
  readonly key: string;
  readonly value: unknown;
  readonly ok: boolean;
  readonly evidence: string;
  readonly wanted: string;
}

/** What `explain` said of the lab when the scenario had failed, before anything was taken back. */
export interface ExplainedEvent {
  readonly type: 'explained';
  readonly scenario: string;
  readonly at: string;
  readonly explanation: Explanation;
}

export type RunEvent = ScenarioEvent | PhaseEvent | ScenarioStepEvent | MeasuredEvent | ExplainedEvent;
export type EmitRun = Emit<RunEvent>;
