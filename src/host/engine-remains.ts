import {EXIT} from '../base/errors.js';
import {HopelessError, waitFor} from '../base/wait-for.js';
import type {StepContext} from '../engine/step.js';
import type {Host} from './host.js';
import type {HostTools} from './probes.js';

type RemainsHost = Pick<Host, 'readFile' | 'removeFile' | 'exists' | 'socketAnswers'>;

/** Files by which an engine and its containerd know each other. */
export interface EnginePlaces {
  readonly pidFile: string;
  /** Folder of the engine's run-time state. */
  readonly execRoot: string;
  /** Socket of a containerd that is a service of its own: dockerd takes it where the file exists. */
  readonly systemContainerd: string;
}

/** An engine that was told to end gives its containers some ten seconds first, and does not answer meanwhile. */
const ENDS_MS = 30_000;

/**
 * Waits for an engine that lives without answering: one that is ending comes to its end, one that is starting to
 * answer. Never ends it.
 *
 * @returns its pid where it has come to answer; undefined where none lives any more
 * @throws HOST-DOCKER-HANGS where it does neither
 */
export async function earlierEngine(
  {pidFile}: EnginePlaces,
  {host, docker, clock}: Pick<HostTools, 'host' | 'docker' | 'clock'>,
  {signal, say}: StepContext,
): Promise<number | undefined> {
  const startMs = clock.nowMs();
  const look = async () => {
    const pid = await livingPid(pidFile, 'dockerd', host);
    if (pid === undefined) return {done: true, seen: 'no engine runs'};
    if ((await docker.info(signal)) !== undefined) return {done: true, seen: `dockerd (pid ${pid}) answers`};
    const seen = `dockerd (pid ${pid}) runs, but does not answer`;
    if (clock.nowMs() - startMs >= ENDS_MS) {
      throw new HopelessError(`${seen}, nor has it ended in ${ENDS_MS / 1000} s`, {
        code: 'HOST-DOCKER-HANGS',
        hint: `look into its log, or end it: kill ${pid}`,
        exitCode: EXIT.hostUnfit,
      });
    }
    return {done: false, seen};
  };
  await waitFor('an earlier engine to end', look, {deadlineMs: ENDS_MS, signal, clock, onSeen: say});
  return livingPid(pidFile, 'dockerd', host);
}

/**
 * Clears what an engine left that ended hard. dockerd refuses to start while its pid file names any living
 * process, waits in vain for a containerd whose pid is now another program's, and trusts a dead socket.
 */
export async function clearRemains(places: EnginePlaces, host: RemainsHost): Promise<void> {
  const {pidFile, execRoot, systemContainerd} = places;
  await host.removeFile(pidFile);
  const containerdPid = `${execRoot}/containerd/containerd.pid`;
  if ((await livingPid(containerdPid, 'containerd', host)) === undefined)
    await host.removeFile(containerdPid);
  if ((await host.exists(systemContainerd)) && !(await host.socketAnswers(systemContainerd))) {
    await host.removeFile(systemContainerd);
  }
}

/** The pid in a file, if that process lives and is the program. */
async function livingPid(file: string, program: string, host: RemainsHost): Promise<number | undefined> {
  const pid = Number.parseInt((await host.readFile(file)) ?? '', 10);
  if (Number.isNaN(pid)) return undefined;
  const status = await host.readFile(`/proc/${pid}/status`);
  const name = /^Name:\s*(.*)$/m.exec(status ?? '')?.[1];
  // A zombie only waits for its parent to take notice: it serves nobody.
  const dead = /^State:\s*[ZX]/m.test(status ?? '');
  return name === program && !dead ? pid : undefined;
}
