import type {ContainerInfo, Docker, EngineInfo} from '../../src/drivers/docker/docker.js';
import type {Processes} from '../../src/drivers/process/process.js';
import type {Host} from '../../src/host/host.js';
import type {Probes} from '../../src/host/probes.js';
import {GIB} from '../../src/host/needs.js';
import {LAB_LABEL} from '../../src/plan/plan.js';
import {chapterPlan} from '../helpers/chapter.js';
import {untouchable} from './drivers.js';

/** The capabilities of a process that may do everything, as /proc/PID/status shows them. */
export const ALL_CAPABILITIES = 'CapBnd:\t000001ffffffffff\n';
/** The same less CAP_SYS_RESOURCE (bit 24). */
export const WITHOUT_SYS_RESOURCE = 'CapBnd:\t000001fffeffffff\n';

export const ENGINE: EngineInfo = {
  version: '20.10.24+dfsg1',
  rootDir: '/var/lib/docker',
  cgroupDriver: 'cgroupfs',
  defaultRuntime: 'runc',
  platform: {os: 'linux', architecture: 'amd64'},
  cpus: 4,
  memoryBytes: 32 * GIB,
};

export interface HostFacts extends Partial<Omit<Host, 'readFile' | 'exists' | 'portFree'>> {
  /** Text by path; a path that is not here is not there. */
  readonly files?: Readonly<Record<string, string>>;
  readonly takenPorts?: readonly number[];
}

/** A Debian machine of root's with room for everything, but for the facts given; removals are remembered. */
export function machine(facts: HostFacts = {}): Host & {readonly removed: string[]} {
  const {files = {}, takenPorts = [], ...rest} = facts;
  const removed: string[] = [];
  const there: Readonly<Record<string, string>> = {'/etc/os-release': 'ID=debian\n', ...files};
  return {
    platform: 'linux',
    arch: 'x64',
    uid: 0,
    cpus: 4,
    dockerHost: undefined,
    env: {},
    memory: () => Promise.resolve({totalBytes: 32 * GIB, availableBytes: 30 * GIB}),
    readFile: (path) => Promise.resolve(there[path]),
    exists: (path) => Promise.resolve(path in there),
    usable: (path) => Promise.resolve(path in there || path === '/'),
    disk: (path) => Promise.resolve({freeBytes: 100 * GIB, device: path.startsWith('/var') ? 1 : 2}),
    portFree: (port) => Promise.resolve(!takenPorts.includes(port)),
    socketAnswers: () => Promise.resolve(false),
    removeFile: (path) => {
      if (path in there) removed.push(path);
      return Promise.resolve();
    },
    moveFile: () => Promise.reject(new Error('nothing is moved here')),
    ...rest,
    removed,
  };
}

/** Programs on PATH and what they print, whatever is asked of them. */
export function programs(printed: Readonly<Record<string, string>>): Processes {
  return untouchable<Processes>('processes', {
    which: (program) => Promise.resolve(program in printed ? `/usr/bin/${program}` : undefined),
    run: (file) => Promise.resolve({stdout: printed[file.replace('/usr/bin/', '')] ?? '', stderr: ''}),
  });
}

/** An engine that has these containers and nothing else. */
export function engineWith(containers: readonly ContainerInfo[], more: Partial<Docker> = {}): Docker {
  return untouchable<Docker>('docker', {
    container: (name) => Promise.resolve(containers.find((one) => one.name === name)),
    containers: (labels) =>
      Promise.resolve(
        containers.filter((one) => Object.entries(labels).every(([key, value]) => one.labels[key] === value)),
      ),
    network: () => Promise.resolve(undefined),
    image: () => Promise.resolve(undefined),
    ...more,
  });
}

export function container(name: string, labels: ContainerInfo['labels'] = {}, running = true): ContainerInfo {
  return {id: name, name, running, imageId: 'sha256:0', labels, addresses: {}};
}

export const OWN_LABELS = {[LAB_LABEL]: 'ch12'};

/** What the checks look at: an engine that runs on a fit machine, but for what is given. */
export function probes(given: Partial<Probes> = {}): Probes {
  return {
    plan: chapterPlan(),
    host: machine(),
    docker: engineWith([]),
    processes: programs({docker: 'Docker version 28.2.2, build 1'}),
    cache: '/cache',
    engine: Promise.resolve(ENGINE),
    signal: new AbortController().signal,
    ...given,
  };
}
