import {EXIT} from '../base/errors.js';
import {HopelessError, waitFor} from '../base/wait-for.js';
import type {StepContext} from '../engine/step.js';
import {clearRemains, earlierEngine, type EnginePlaces} from './engine-remains.js';
import type {HostTools} from './probes.js';
import {RUNTIME_NAME} from './runtime-name.js';

/** How a dockerd is to be started by hand. */
export interface EngineStart extends EnginePlaces {
  readonly dockerd: string;
  /** Full path of the runtime wrapper, where it is to be the default runtime. */
  readonly wrapper: string | undefined;
  readonly logFile: string;
  readonly deadlineMs: number;
  /** Further arguments. */
  readonly args: readonly string[];
}

/** Where a dockerd without further arguments keeps its files. */
export const USUAL_PLACES: EnginePlaces = {
  pidFile: '/var/run/docker.pid',
  execRoot: '/var/run/docker',
  systemContainerd: '/run/containerd/containerd.sock',
};

const TAIL_LINES = 5;

/** Starts dockerd so that it outlives us and holds none of our outputs, and waits until it answers; returns its pid. */
export async function startEngine(
  start: EngineStart,
  drivers: Pick<HostTools, 'host' | 'docker' | 'processes' | 'clock'>,
  context: StepContext,
): Promise<number> {
  const {host, docker, processes, clock} = drivers;
  const {signal, say} = context;
  const answering = await earlierEngine(start, drivers, context);
  if (answering !== undefined) return answering;
  await clearRemains(start, host);
  const earlier = ((await host.readFile(start.logFile)) ?? '').length;
  const pid = await processes.startDetached(start.dockerd, engineArguments(start), start.logFile);
  say(`dockerd runs with pid ${pid}, log ${start.logFile}`);
  await waitFor(
    'the Docker engine to answer',
    async () => {
      const info = await docker.info(signal);
      if (info !== undefined) return {done: true, seen: `Docker ${info.version}`};
      if (!(await host.exists(`/proc/${pid}`))) throw await ended(start, earlier, host);
      return {done: false, seen: 'no answer yet'};
    },
    {deadlineMs: start.deadlineMs, signal, clock, hint: `see ${start.logFile}`, onSeen: say},
  );
  return pid;
}

export function engineArguments({pidFile, execRoot, wrapper, args}: EngineStart): string[] {
  const usual = pidFile === USUAL_PLACES.pidFile && execRoot === USUAL_PLACES.execRoot;
  return [
    ...(usual ? [] : ['--pidfile', pidFile, '--exec-root', execRoot]),
    ...(wrapper === undefined
      ? []
      : ['--add-runtime', `${RUNTIME_NAME}=${wrapper}`, '--default-runtime', RUNTIME_NAME]),
    ...args,
  ];
}

/** Why it ended stands at the end of its log; what an earlier engine wrote there does not count. */
async function ended(
  {logFile}: EngineStart,
  earlier: number,
  host: Pick<HostTools['host'], 'readFile'>,
): Promise<HopelessError> {
  const written = ((await host.readFile(logFile)) ?? '').slice(earlier);
  const lines = written.split('\n').filter((line) => line !== '');
  return new HopelessError('dockerd ended while it was starting', {
    code: 'HOST-ENGINE-ENDED',
    details: [...lines.slice(-TAIL_LINES), `whole log: ${logFile}`],
    hint: `see ${logFile}`,
    exitCode: EXIT.hostUnfit,
  });
}
