import {HopelessError} from '../base/wait-for.js';
import {EXIT} from '../base/errors.js';
import type {Host} from './host.js';

type RemainsHost = Pick<Host, 'readFile' | 'removeFile' | 'exists' | 'socketAnswers'>;

/** Files by which an engine and its containerd know each other. */
export interface EnginePlaces {
  readonly pidFile: string;
  /** Folder of the engine's run-time state. */
  readonly execRoot: string;
  /** Socket of a containerd that is a service of its own: dockerd takes it where the file exists. */
  readonly systemContainerd: string;
}

/**
 * Clears what an engine left that ended hard. dockerd refuses to start while its pid file names any living
 * process, waits in vain for a containerd whose pid is now another program's, and trusts a dead socket.
 */
export async function clearRemains(places: EnginePlaces, host: RemainsHost): Promise<void> {
  const {pidFile, execRoot, systemContainerd} = places;
  const pid = await livingPid(pidFile, 'dockerd', host);
  if (pid !== undefined) {
    throw new HopelessError(`dockerd (pid ${pid}) runs, but does not answer`, {
      code: 'HOST-DOCKER-HANGS',
      hint: `look into its log, or end it: kill ${pid}`,
      exitCode: EXIT.hostUnfit,
    });
  }
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
