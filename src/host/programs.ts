import type {Processes} from '../drivers/process/process.js';
import type {Host} from './host.js';

/** Folders of system programs that a user's PATH may lack. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/sbin', '/usr/local/sbin'];

/** Full path of a program, on PATH or in a system folder. */
export async function locate(
  program: string,
  {processes, host}: {processes: Pick<Processes, 'which'>; host: Pick<Host, 'exists'>},
): Promise<string | undefined> {
  const onPath = await processes.which(program);
  if (onPath !== undefined) return onPath;
  for (const folder of SYSTEM_FOLDERS) {
    if (await host.exists(`${folder}/${program}`)) return `${folder}/${program}`;
  }
  return undefined;
}

/** True when `seen` (e.g. `20.10.24+dfsg1`) is not older than `wanted` (e.g. `20.10`). */
export function atLeast(seen: string, wanted: string): boolean {
  const parts = (version: string): number[] =>
    version.split(/[.+~-]/).map((part) => Number.parseInt(part, 10) || 0);
  const [have, want] = [parts(seen), parts(wanted)];
  for (const [index, least] of want.entries()) {
    const part = have[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
