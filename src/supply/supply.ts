import type {Docker} from '../drivers/docker/docker.js';
import type {Step} from '../engine/step.js';
import type {Versions} from '../lab/lab.js';
import type {Mirrors, Plan, Supplied} from '../plan/plan.js';
import type {SupplyDrivers, SupplyFolders} from './work.js';

/** What a lab wants of a supply. */
export interface SupplyRequest {
  readonly versions: Versions;
  readonly folders: SupplyFolders;
  readonly mirrors: Mirrors;
  /** Full path of the registry supply's catalog. */
  readonly catalog: string;
  /** This machine, as Node names it, e.g. `linux` and `x64`. */
  readonly host: {readonly platform: string; readonly arch: string};
}

/** What may be looked at before anything is made; undefined where no engine answers. */
export type LookDocker = Pick<Docker, 'image'> | undefined;

/** One way to get the tools and images that a lab is made of. */
export interface Supply {
  /**
   * Says where everything will be, without making any of it. Throws an EastwestError for what it cannot give,
   * e.g. a version.
   */
  locate(request: SupplyRequest, docker: LookDocker): Promise<Supplied>;
  /** Whether all that `locate` names is there already, so that `up` has nothing to fetch or build. */
  isThere(supplied: Supplied, docker: LookDocker): Promise<boolean>;
  /** The steps of stage "supply", all after `host.ready`; the last one is `supply.ready`. */
  steps(plan: Plan, drivers: SupplyDrivers): Step[];
}
