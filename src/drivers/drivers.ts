import type {Clock} from '../base/clock.js';
import type {Docker, LoginFor} from './docker/docker.js';
import type {Downloads} from './download/download.js';
import type {Http} from './http/http.js';
import type {Istioctl} from './istioctl/istioctl.js';
import type {Kind} from './kind/kind.js';
import type {KubeFor} from './kube/kube.js';
import type {Processes} from './process/process.js';

/** Everything that touches the world outside this program. Made once, in main. */
export interface Drivers {
  readonly clock: Clock;
  readonly processes: Processes;
  readonly docker: Docker;
  readonly loginFor: LoginFor;
  readonly downloads: Downloads;
  readonly kubeFor: KubeFor;
  readonly kind: Kind;
  /** That of the version which the mesh runs; of several the latest. */
  readonly istioctl: Istioctl;
  /** istioctl of another version, by its full path. */
  readonly istioctlAt: (program: string) => Istioctl;
  readonly http: Http;
}
