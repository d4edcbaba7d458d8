import type {Docker, EngineInfo} from '../drivers/docker/docker.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Processes} from '../drivers/process/process.js';
import type {Plan} from '../plan/plan.js';
import type {Finding} from './finding.js';
import type {Host} from './host.js';

/** What the host stage asks for of the drivers. */
export type HostDrivers = Pick<Drivers, 'docker' | 'processes' | 'clock'>;

/** What the host stage works with. */
export interface HostTools extends HostDrivers {
  readonly host: Host;
  /** Full path of the folder for what can be made again. */
  readonly cache: string;
  /** Full path of the recipes. */
  readonly images: string;
}

/** The drivers of all stages, the folders of this plan, and a machine. */
export function toolsFor({supplied}: Plan, {docker, processes, clock}: HostDrivers, host: Host): HostTools {
  const {cache, images} = supplied.folders;
  return {docker, processes, clock, host, cache, images};
}

/** What a check may look at. */
export interface Probes {
  readonly plan: Plan;
  readonly host: Host;
  readonly docker: Pick<Docker, 'container' | 'containers' | 'network' | 'networks' | 'image'>;
  readonly processes: Pick<Processes, 'run' | 'which'>;
  readonly cache: string;
  /** The engine; undefined where there is none. Fails when it answers late or strangely: then nobody can tell. */
  readonly engine: Promise<EngineInfo | undefined>;
  readonly signal: AbortSignal;
  /** How many versions of Istio are to be built, where that is all that is to be done; left out for a lab. */
  readonly istioBuilds?: number | undefined;
}

/** One question to the host; it changes nothing. */
export type Check = (probes: Probes) => Promise<Finding>;
