/** Stage "host": is this machine fit for the lab, and a Docker engine where there is none. */
export {doctor} from './doctor.js';
export type {Finding, Level} from './finding.js';
export type {HostDrivers} from './probes.js';
export {hostSteps, type HostOptions} from './steps.js';
