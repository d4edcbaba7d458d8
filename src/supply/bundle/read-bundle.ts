import {open, type FileHandle} from 'node:fs/promises';
import {EastwestError, EXIT, messageOf} from '../../base/errors.js';
import {checkManifest} from './check-manifest.js';
import {
  bundleId,
  FORMAT_VERSION,
  MANIFEST_PATH,
  manifestSchema,
  manifestText,
  placed,
  sumsText,
  SUMS_PATH,
  type Manifest,
  type PlacedPart,
} from './manifest.js';
import {damaged, foreign} from './refusal.js';
import {BLOCK, END, headerOf, paddingOf, spanOf} from './tar.js';

/** More than any manifest needs; whoever says more is not believed. */
const MAX_MANIFEST_BYTES = 16 * 2 ** 20;

export interface Bundle {
  readonly file: string;
  /** First 12 digits of the manifest's SHA-256. */
  readonly id: string;
  readonly manifest: Manifest;
  readonly manifestBytes: Buffer;
  readonly parts: readonly PlacedPart[];
  /** Size of the whole file. */
  readonly bytes: number;
}

/**
 * Reads the manifest of a bundle and all that depends on it alone: the size of the file, its last entry and its end.
 * The contents of the parts are for `verifyBundle`.
 *
 * @throws BUNDLE-UNREADABLE, BUNDLE-FOREIGN, BUNDLE-DAMAGED naming the part
 */
export async function readBundle(file: string): Promise<Bundle> {
  return withFile(file, async (handle) => {
    const header = await bytesAt(handle, 0, BLOCK);
    const size = sizeIn(header);
    if (size === undefined || !header.equals(await headerOf({path: MANIFEST_PATH, bytes: size}))) {
      throw foreign(file, `it does not begin with ${MANIFEST_PATH}`);
    }
    const manifestBytes = await bytesAt(handle, BLOCK, size);
    const padding = await bytesAt(handle, BLOCK + size, paddingOf(size));
    if (manifestBytes.length < size) throw damaged(file, MANIFEST_PATH, 'the file is cut');
    const manifest = parsed(file, manifestBytes);
    if (padding.some((byte) => byte !== 0)) throw damaged(file, MANIFEST_PATH, 'changed');
    checkManifest(file, manifest);
    const parts = placed(size, manifest.parts);
    const bytes = await checkEnd(file, handle, {manifest, manifestBytes, parts});
    return {file, id: bundleId(manifestBytes), manifest, manifestBytes, parts, bytes};
  });
}

/** Opens a file for `use`; a file that cannot be read is an error of the person's. */
export async function withFile<T>(file: string, use: (handle: FileHandle) => Promise<T>): Promise<T> {
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw unreadable(file, messageOf(error), error);
  });
  try {
    if (!(await handle.stat()).isFile()) throw unreadable(file, 'it is no file');
    return await use(handle);
  } finally {
    await handle.close();
  }
}

function unreadable(file: string, why: string, cause?: unknown): EastwestError {
  return new EastwestError(`${file} cannot be read: ${why}`, {
    code: 'BUNDLE-UNREADABLE',
    hint: 'name the file of a bundle',
    exitCode: EXIT.usage,
    cause,
  });
}

/** Bytes of a file; fewer where it ends before. */
async function bytesAt(handle: FileHandle, at: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const {bytesRead} = await handle.read(buffer, done, bytes - done, at + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

function sizeIn(header: Buffer): number | undefined {
  const size = Number.parseInt(header.toString('latin1', 124, 135), 8);
  return size > 0 && size <= MAX_MANIFEST_BYTES ? size : undefined;
}

function parsed(file: string, text: Buffer): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text.toString());
  } catch (error) {
    throw damaged(file, MANIFEST_PATH, messageOf(error));
  }
  const {formatVersion} = (value ?? {}) as {formatVersion?: unknown};
  if (typeof formatVersion === 'number' && formatVersion > FORMAT_VERSION) {
    const what = `its format is version ${formatVersion}, known here is ${FORMAT_VERSION}`;
    throw foreign(file, what, 'use a newer eastwest');
  }
  const result = manifestSchema.safeParse(value);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw damaged(file, MANIFEST_PATH, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  // One text for one meaning: what was written in another way was not written by us.
  const {data} = result;
  const same = Buffer.byteLength(JSON.stringify(data, null, 1)) < text.length;
  if (!same || !manifestText(data, text.length).equals(text)) throw damaged(file, MANIFEST_PATH, 'changed');
  return data;
}

/** Everything behind the last part follows from the manifest; resolves to the size of the file. */
async function checkEnd(
  file: string,
  handle: FileHandle,
  {manifestBytes, parts, manifest}: Pick<Bundle, 'manifestBytes' | 'parts' | 'manifest'>,
): Promise<number> {
  const sums = sumsText(manifestBytes, manifest.parts);
  const last = parts.at(-1);
  const at = last === undefined ? spanOf(manifestBytes.length) : last.at + spanOf(last.bytes);
  const whole = at + spanOf(sums.length) + END.length;
  const {size} = await handle.stat();
  if (size < whole) {
    const cut = [...parts].reverse().find((part) => part.at <= size);
    const name = size >= at ? SUMS_PATH : (cut?.path ?? MANIFEST_PATH);
    throw damaged(file, name, `the file is cut: it has ${size} of ${whole} bytes`);
  }
  if (size > whole) throw damaged(file, 'its end', `${size - whole} bytes too many`);
  const expected = Buffer.concat([
    await headerOf({path: SUMS_PATH, bytes: sums.length}),
    sums,
    Buffer.alloc(paddingOf(sums.length)),
    END,
  ]);
  const found = await bytesAt(handle, at, whole - at);
  if (found.equals(expected)) return whole;
  const line = sums.indexOf('\n') + 1 + BLOCK;
  const manifestDiffers = !found.subarray(BLOCK, line).equals(expected.subarray(BLOCK, line));
  throw damaged(file, manifestDiffers ? MANIFEST_PATH : SUMS_PATH, 'changed');
}
