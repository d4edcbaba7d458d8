import {createHash} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';
import {throwIfInterrupted} from '../../base/errors.js';
import {
  blobPath,
  MANIFEST_PATH,
  manifestSchema,
  manifestText,
  sumsText,
  SUMS_PATH,
  type Manifest,
  type Part,
} from './manifest.js';
import {END, BLOCK, headerOf, paddingOf, spanOf, type TarEntry} from './tar.js';

export type Content = AsyncIterable<Buffer> | Iterable<Buffer>;

export interface WriterOptions {
  /** Bytes kept for the manifest. */
  readonly reserved: number;
  readonly signal: AbortSignal;
  /** Called with the bytes of content that were written. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Writes a bundle in one pass. The manifest comes first in the file and is known last: its place is left free and
 * filled at the end, and so is the header of a blob, whose name is its digest. To hash everything beforehand would
 * ask the engine for its images twice, which is most of the work.
 */
export class BundleWriter {
  readonly #file: FileHandle;
  readonly #options: WriterOptions;
  readonly #parts: Part[] = [];
  #at: number;

  constructor(file: FileHandle, options: WriterOptions) {
    this.#file = file;
    this.#options = options;
    this.#at = spanOf(options.reserved);
  }

  async add(entry: TarEntry, content: Content): Promise<void> {
    const {path, bytes, executable} = entry;
    const sha256 = await this.#write(bytes, content, path);
    await this.#name({path, bytes, sha256, ...(executable === true ? {executable} : {})});
  }

  /** Adds a blob under its digest, which it resolves to; one that is there already is not kept twice. */
  async addBlob(bytes: number, content: Content): Promise<string> {
    const sha256 = await this.#write(bytes, content, 'a blob of an image');
    const digest = `sha256:${sha256}`;
    if (!this.#parts.some(({path}) => path === blobPath(digest))) {
      await this.#name({path: blobPath(digest), bytes, sha256});
    }
    return digest;
  }

  /**
   * Writes what stands before and behind the parts; the file is whole afterwards. It is not waited for the disk: what
   * a power failure takes of it, whoever loads it will be told.
   */
  async finish(head: Omit<Manifest, 'parts'>): Promise<{text: Buffer; bytes: number; manifest: Manifest}> {
    const {reserved} = this.#options;
    const manifest = manifestSchema.parse({...head, parts: this.#parts});
    const text = manifestText(manifest, reserved);
    const sums = sumsText(text, this.#parts);
    await this.#put(await headerOf({path: SUMS_PATH, bytes: sums.length}), this.#at);
    await this.#put(sums, this.#at + BLOCK);
    await this.#put(Buffer.alloc(paddingOf(sums.length)), this.#at + BLOCK + sums.length);
    this.#at += spanOf(sums.length);
    await this.#put(END, this.#at);
    await this.#file.truncate(this.#at + END.length);
    await this.#put(await headerOf({path: MANIFEST_PATH, bytes: reserved}), 0);
    await this.#put(text, BLOCK);
    await this.#put(Buffer.alloc(paddingOf(reserved)), BLOCK + reserved);
    return {text, bytes: this.#at + END.length, manifest};
  }

  /** Writes a content behind the place of its header; resolves to its SHA-256. */
  async #write(bytes: number, content: Content, what: string): Promise<string> {
    const {signal, onBytes} = this.#options;
    const hash = createHash('sha256');
    let done = 0;
    for await (const chunk of content) {
      throwIfInterrupted(signal);
      // Both at once: the disk works while the processor hashes.
      const writing = this.#put(chunk, this.#at + BLOCK + done);
      hash.update(chunk);
      await writing;
      done += chunk.length;
      onBytes(chunk.length);
    }
    if (done !== bytes) throw new RangeError(`${what} has ${done} bytes where ${bytes} were announced`);
    await this.#put(Buffer.alloc(paddingOf(bytes)), this.#at + BLOCK + bytes);
    return hash.digest('hex');
  }

  async #name(part: Part): Promise<void> {
    await this.#put(await headerOf(part), this.#at);
    this.#parts.push(part);
    this.#at += spanOf(part.bytes);
  }

  async #put(buffer: Buffer, at: number): Promise<void> {
    let done = 0;
    while (done < buffer.length) {
      const {bytesWritten} = await this.#file.write(buffer, done, buffer.length - done, at + done);
      done += bytesWritten;
    }
  }
}
