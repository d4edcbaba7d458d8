import {readFileSync, statSync} from 'node:fs';
import {open, rename, rm} from 'node:fs/promises';
import {HopelessError} from './wait-for.js';

const OTHERS = 0o077;

/**
 * The text of a file that holds a key or what gives access. Which are for their owner only: one that others may read
 * may be known to them, and one that others may write may be theirs.
 *
 * @throws FILE-NOT-PRIVATE, and the system's own error where it cannot be read
 */
export function readPrivate(path: string): string {
  const {mode} = statSync(path);
  // Windows keeps such rights elsewhere, and says of every file the same.
  if (process.platform !== 'win32' && (mode & OTHERS) !== 0) {
    throw new HopelessError(
      `${path} is open to others (mode ${(mode & 0o777).toString(8)}); it is not used`,
      {
        code: 'FILE-NOT-PRIVATE',
        hint: `if nobody else has had it: chmod 600 ${path}`,
      },
    );
  }
  return readFileSync(path, 'utf8');
}

/** Writes a file whole or not at all; with mode 0600 nobody but its owner can read it at any moment. */
export async function writeWhole(path: string, text: string, mode: 0o600 | 0o644): Promise<void> {
  const part = `${path}.part`;
  // One that a killed program has left, or anybody else, keeps the mode that it has.
  await rm(part, {force: true});
  const file = await open(part, 'wx', mode);
  try {
    await file.writeFile(text);
  } finally {
    await file.close();
  }
  await rename(part, path);
}
