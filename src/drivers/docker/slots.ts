import type {Docker} from './docker.js';

/** Two files of a container of which one counts. */
export type SlotFiles = readonly [string, string];

interface Slot<T> {
  readonly number: number;
  readonly value: T | null;
}

/**
 * What was written last into two files that take turns: of the two the one with the higher number counts. A write that
 * was broken off spoils the other one, so what was noted before is still there. Undefined where nothing is noted.
 */
export async function readSlot<T>(
  docker: Pick<Docker, 'readFile'>,
  container: string,
  files: SlotFiles,
): Promise<T | undefined> {
  return (await latest<T>(docker, container, files))?.value ?? undefined;
}

/** Notes a value, or with `undefined` that there is none. A container that does not run can be written to as well. */
export async function writeSlot(
  docker: Pick<Docker, 'readFile' | 'writeFiles'>,
  container: string,
  files: SlotFiles,
  value: object | undefined,
  mode?: number,
): Promise<void> {
  const number = ((await latest(docker, container, files))?.number ?? 0) + 1;
  const slot: Slot<object> = {number, value: value ?? null};
  const file = files[number % 2 === 0 ? 0 : 1];
  await docker.writeFiles(container, {[file]: `${JSON.stringify(slot)}\n`}, mode);
}

async function latest<T = unknown>(
  docker: Pick<Docker, 'readFile'>,
  container: string,
  files: SlotFiles,
): Promise<Slot<T> | undefined> {
  const texts = await Promise.all(files.map((file) => docker.readFile(container, file)));
  const slots = texts.flatMap((text) => slotOf<T>(text) ?? []);
  return slots.sort((one, other) => other.number - one.number)[0];
}

/** Undefined for a file that was not written to its end. */
function slotOf<T>(text: string | undefined): Slot<T> | undefined {
  if (text?.endsWith('\n') !== true) return undefined;
  try {
    return JSON.parse(text) as Slot<T>;
  } catch {
    return undefined;
  }
}
