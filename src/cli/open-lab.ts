import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {systemClock} from '../base/clock.js';
import {EastwestError, EXIT} from '../base/errors.js';
import {dockerEngine} from '../drivers/docker/docker-engine.js';
import type {Drivers} from '../drivers/drivers.js';
import {systemHttp} from '../drivers/http/system-http.js';
import {istioctlCli} from '../drivers/istioctl/istioctl-cli.js';
import {kindCli} from '../drivers/kind/kind-cli.js';
import {clusterKubes} from '../drivers/kube/cluster-kube.js';
import {systemProcesses} from '../drivers/process/system-processes.js';
import {readLab} from '../lab/read-lab.js';
import {makePlan} from '../plan/make-plan.js';
import type {Plan} from '../plan/plan.js';
import {locateSupply} from '../supply/index.js';

/** The folder of the package: images/, scenarios/, ch12/ lie there, and build/ beside them. */
export const PACKAGE_FOLDER = fileURLToPath(new URL('../../../', import.meta.url));

const DEFAULT_LAB = 'ch12/lab.yaml';
const SUPPLIES = ['source', 'registry', 'bundle'] as const;

export interface OpenLab {
  readonly plan: Plan;
  readonly drivers: Drivers;
}

/** Reads the lab file, works out the plan and makes the drivers; asks nothing of Docker or a cluster yet. */
export function openLab({lab: file, supply}: {readonly lab: string; readonly supply: string}): OpenLab {
  const kind = SUPPLIES.find((known) => known === supply);
  if (kind === undefined) {
    throw new EastwestError(`--supply ${supply} is not known; expected one of ${SUPPLIES.join(', ')}`, {
      code: 'SUPPLY-UNKNOWN',
      exitCode: EXIT.usage,
    });
  }
  const lab = readLab(labFile(file));
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'eastwest');
  const folders = {
    images: join(PACKAGE_FOLDER, 'images'),
    workloads: join(PACKAGE_FOLDER, 'build/workloads'),
    cache,
  };
  const supplied = locateSupply(kind, lab.versions, folders);
  const work = process.cwd();
  const plan = makePlan(lab, supplied, {work, certs: join(work, 'certs', lab.name)});
  return {plan, drivers: driversFor(plan)};
}

function driversFor({supplied}: Plan): Drivers {
  const processes = systemProcesses;
  return {
    clock: systemClock,
    processes,
    docker: dockerEngine(),
    kubeFor: clusterKubes(),
    kind: kindCli(processes, supplied.tools.kind),
    istioctl: istioctlCli(processes, supplied.tools.istioctl),
    http: systemHttp(systemClock),
  };
}

/** The default lab comes with the package, for those who have no clone of it. */
function labFile(file: string): string {
  return file === DEFAULT_LAB && !existsSync(resolve(file)) ? join(PACKAGE_FOLDER, file) : file;
}
