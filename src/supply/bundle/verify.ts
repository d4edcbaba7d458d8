import {createHash} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';
import {throwIfInterrupted} from '../../base/errors.js';
import type {PlacedPart} from './manifest.js';
import {withFile, type Bundle} from './read-bundle.js';
import {damaged} from './refusal.js';
import {BLOCK, headerOf, paddingOf, spanOf} from './tar.js';

const CHUNK_BYTES = 2 ** 20;

export interface Reading {
  readonly signal: AbortSignal;
  /** Called with the bytes that were read. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Reads every part and compares it with the manifest. Headers and the zeros between the parts follow from the
 * manifest, so no byte of the file can be another one.
 *
 * @throws BUNDLE-DAMAGED naming the part
 */
export async function verifyBundle({file, parts}: Bundle, reading: Reading): Promise<void> {
  await withFile(file, async (handle) => {
    for (const part of parts) await verifyPart(file, handle, part, reading);
  });
}

async function verifyPart(
  file: string,
  handle: FileHandle,
  part: PlacedPart,
  reading: Reading,
): Promise<void> {
  const {path, at, bytes, sha256} = part;
  const header = Buffer.alloc(BLOCK);
  await handle.read(header, 0, BLOCK, at);
  if (!header.equals(await headerOf(part)))
    throw damaged(file, path, 'its header is not that of the manifest');
  const hash = createHash('sha256');
  let done = 0;
  for await (const chunk of contentOf(handle, part, reading)) {
    hash.update(chunk);
    done += chunk.length;
  }
  if (done < bytes) throw damaged(file, path, 'the file is cut');
  const found = hash.digest('hex');
  if (found !== sha256) throw damaged(file, path, `its SHA-256 is ${found}, the manifest says ${sha256}`);
  const padding = Buffer.alloc(paddingOf(bytes), 1);
  await handle.read(padding, 0, padding.length, at + spanOf(bytes) - padding.length);
  if (padding.some((byte) => byte !== 0)) throw damaged(file, path, 'there is something behind it');
}

/** The content of a part, a piece at a time; ends early where the file does. */
export async function* contentOf(
  handle: FileHandle,
  {at, bytes}: PlacedPart,
  {signal, onBytes}: Reading,
): AsyncIterable<Buffer> {
  const start = at + BLOCK;
  const next = async (done: number): Promise<Buffer> => {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, bytes - done));
    const {bytesRead} = await handle.read(buffer, 0, buffer.length, start + done);
    return buffer.subarray(0, bytesRead);
  };
  let done = 0;
  let reading = next(0);
  while (done < bytes) {
    const chunk = await reading;
    throwIfInterrupted(signal);
    if (chunk.length === 0) return;
    done += chunk.length;
    // The disk reads the next piece while this one is worked on.
    reading = next(done);
    yield chunk;
    onBytes(chunk.length);
  }
  await reading;
}
