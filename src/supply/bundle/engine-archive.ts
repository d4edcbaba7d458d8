import {posix} from 'node:path';
import {finished, type Readable} from 'node:stream';
import {buffer} from 'node:stream/consumers';
import {extract} from 'tar-stream';
import {z} from 'zod';
import {EastwestError, messageOf, throwIfInterrupted} from '../../base/errors.js';
import type {ImageEntry} from './manifest.js';
import type {BundleWriter} from './writer.js';

/** Files up to this size are kept until the archive's index, which comes last, tells what they are. */
const SMALL_BYTES = 256 * 1024;

const indexSchema = z.tuple([z.object({Config: z.string(), Layers: z.array(z.string()).min(1)})]);
const configSchema = z.object({rootfs: z.object({diff_ids: z.array(z.string())})});

/** What was seen of an archive, by the names in it. */
interface Archive {
  /** Digests of the large files, which are in the bundle already. */
  readonly large: ReadonlyMap<string, string>;
  readonly small: ReadonlyMap<string, Buffer>;
  readonly links: ReadonlyMap<string, string>;
}

/**
 * Takes the archive of one image apart as it comes: layers go to the bundle under their digests, what an engine adds
 * for its older versions is left out. Docker 20.10 names layers by folders and links, Docker 25 by digests; the
 * index, `manifest.json`, is the same in both.
 */
export async function takeImage(
  archive: Readable,
  reference: string,
  writer: BundleWriter,
  signal: AbortSignal,
): Promise<ImageEntry> {
  const large = new Map<string, string>();
  const small = new Map<string, Buffer>();
  const links = new Map<string, string>();
  const tar = extract();
  // A pipe hands no error on, least of all one that came before it: an engine that broke off would be waited for without end.
  finished(archive, {writable: false}, (error) => {
    if (error) tar.destroy(error);
  });
  try {
    for await (const entry of archive.pipe(tar)) {
      const {name, type, size, linkname} = entry.header;
      const content = entry as AsyncIterable<Buffer>;
      if (type === 'file' && size > SMALL_BYTES) large.set(name, await writer.addBlob(size, content));
      else if (type === 'file') small.set(name, await buffer(entry));
      else if (type === 'symlink') links.set(name, beside(name, linkname));
      entry.resume();
    }
  } catch (error) {
    throwIfInterrupted(signal);
    if ((error as NodeJS.ErrnoException).syscall === 'write') throw error;
    throw new EastwestError(`the engine broke off while it saved ${reference}: ${messageOf(error)}`, {
      code: 'BUNDLE-ENGINE-BROKE-OFF',
      hint: 'see whether the engine runs and its disk has room: eastwest doctor',
      cause: error,
    });
  } finally {
    archive.destroy();
  }
  return imageOf(reference, {large, small, links}, writer);
}

async function imageOf(reference: string, archive: Archive, writer: BundleWriter): Promise<ImageEntry> {
  const {large, small, links} = archive;
  const [index] = indexSchema.parse(json(archive, 'manifest.json'));
  const layers = index.Layers.map((name) => links.get(name) ?? name);
  const strange = [...large.keys()].filter((name) => !layers.includes(name));
  if (strange.length > 0) throw misunderstood(`no layer is ${strange.join(', ')}`);
  const digests = new Map(large);
  for (const name of [...layers, index.Config]) {
    const content = small.get(name);
    if (content !== undefined) digests.set(name, await writer.addBlob(content.length, [content]));
  }
  const digestOf = (name: string): string => digests.get(name) ?? missing(name);
  const unpacked = configSchema.parse(json(archive, index.Config)).rootfs.diff_ids;
  if (unpacked.length !== layers.length) throw misunderstood('its image has another number of layers');
  return {
    reference,
    config: digestOf(index.Config),
    layers: layers.map((name, at) => ({blob: digestOf(name), unpacked: unpacked[at] ?? missing(name)})),
  };
}

function beside(name: string, target: string): string {
  return posix.join(posix.dirname(name), target);
}

function json({small}: Archive, name: string): unknown {
  return JSON.parse(small.get(name)?.toString() ?? missing(name));
}

function missing(name: string): never {
  throw misunderstood(`it has no ${name}`);
}

/** For checks of our own on what the engine gives; the last word on an image is its digest. */
function misunderstood(what: string): EastwestError {
  return new EastwestError(`the engine's archive of an image is of an unknown form: ${what}`, {
    code: 'BUNDLE-ENGINE-ARCHIVE',
    hint: 'report the error together with what `docker version` says',
  });
}
