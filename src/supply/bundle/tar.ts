import {pack} from 'tar-stream';

/** A tar file is made of blocks of this size; two empty ones end it. */
export const BLOCK = 512;
export const END = Buffer.alloc(2 * BLOCK);

/** What the header of an entry says. */
export interface TarEntry {
  readonly path: string;
  readonly bytes: number;
  readonly executable?: boolean | undefined;
}

/** The one header that an entry of a bundle can have: no time, no owner, so that it depends on nothing else. */
export async function headerOf({path, bytes, executable = false}: TarEntry): Promise<Buffer> {
  const archive = pack();
  const mode = executable ? 0o755 : 0o644;
  const entry = archive.entry({name: path, size: bytes, mode, mtime: new Date(0), uid: 0, gid: 0});
  // The archive is left after its first block; the entry complains that nothing was written to it.
  entry.on('error', () => undefined);
  for await (const block of archive) return block as Buffer;
  throw new RangeError('an archive without a header');
}

/** Number of zeros after a content of this size. */
export function paddingOf(bytes: number): number {
  return (BLOCK - (bytes % BLOCK)) % BLOCK;
}

/** Bytes that an entry takes of the file. */
export function spanOf(bytes: number): number {
  return BLOCK + bytes + paddingOf(bytes);
}
