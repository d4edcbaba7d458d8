import type {Clock} from '../base/clock.js';
import type {Docker} from '../drivers/docker/docker.js';
import type {Http} from '../drivers/http/http.js';
import type {Istioctl} from '../drivers/istioctl/istioctl.js';
import type {Kube} from '../drivers/kube/kube.js';
import type {Plan} from '../plan/plan.js';
import type {Explanation} from '../findings/index.js';
import type {EmitRun} from './result.js';

/** The running lab as scenarios reach it. */
export interface World {
  readonly plan: Plan;
  readonly docker: Docker;
  /** The API server of a cluster by the lab's name for it, e.g. `west`. */
  readonly kube: (cluster: string) => Kube;
  readonly istioctl: Istioctl;
  readonly http: Http;
  readonly clock: Clock;
}

/** What an action or a probe works with. */
export interface Bench extends World {
  readonly signal: AbortSignal;
  /** Called with what a wait sees, whenever that changes. */
  readonly say: (text: string) => void;
  /** When the scenario and the step began, in milliseconds since 1970; known while a scenario runs. */
  readonly begun?: {readonly scenario: number; readonly step: number};
}

export interface RunOptions {
  /** Ends the run in order: the scenario at work still puts the lab back. */
  readonly signal: AbortSignal;
  readonly emit: EmitRun;
  /** Looks why the mesh does not work; asked where a scenario has failed, while what it changed is still there. */
  readonly explain?: (signal: AbortSignal) => Promise<Explanation>;
}
