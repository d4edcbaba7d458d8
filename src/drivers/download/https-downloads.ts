import {createHash} from 'node:crypto';
import {createReadStream, createWriteStream} from 'node:fs';
import {mkdir, rename, rm, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {finished, pipeline} from 'node:stream/promises';
import {EnvHttpProxyAgent, request, type Dispatcher} from 'undici';
import type {Clock} from '../../base/clock.js';
import {EastwestError, InterruptedError, messageOf, throwIfInterrupted} from '../../base/errors.js';
import {followed, Passing, passing, refused, untrusted} from './answer.js';
import type {DownloadRequest, Downloads} from './download.js';

export interface DownloadSettings {
  /** PEM of CAs that are trusted beside those of Node. */
  readonly ca?: string | undefined;
  /** Failures in a row, without one more byte, until a download is given up. */
  readonly attempts: number;
  /** How long a server may be silent. */
  readonly silenceMs: number;
  /** The size beyond which nothing can be a tool; 1 GiB unless said. */
  readonly mostBytes?: number;
}

export const USUAL_DOWNLOADS: DownloadSettings = {attempts: 5, silenceMs: 20_000};

const LONGEST_TEXT = 64 * 1024;
const LARGEST_FILE = 2 ** 30;
const FIRST_PAUSE_MS = 500;

/** Downloads by undici, which knows HTTPS_PROXY and NO_PROXY. */
export function httpsDownloads(clock: Clock, settings: DownloadSettings = USUAL_DOWNLOADS): Downloads {
  const {mostBytes = LARGEST_FILE} = settings;
  const tls = settings.ca === undefined ? {} : {ca: settings.ca};
  const agent = (timeoutMs: number): Dispatcher => {
    // The last one is for the connection through a proxy; undici's types do not know that it is handed on.
    const options = {connect: {...tls, timeout: timeoutMs}, connections: 8, requestTls: tls};
    return new EnvHttpProxyAgent(options);
  };
  const dispatcher = agent(settings.silenceMs);
  const retried = async <T>(
    url: string,
    signal: AbortSignal,
    attempt: () => Promise<T>,
    gained: () => number,
  ) => {
    let failures = 0;
    for (;;) {
      const before = gained();
      try {
        return await attempt();
      } catch (error) {
        if (signal.aborted) throw new InterruptedError();
        if (!(error instanceof Passing)) throw error;
        failures = gained() > before ? 1 : failures + 1;
        if (failures >= settings.attempts) throw failed(url, messageOf(error), failures);
        await clock
          .sleep(FIRST_PAUSE_MS * 2 ** (failures - 1), signal)
          .catch(() => throwIfInterrupted(signal));
      }
    }
  };
  const get = (url: string, signal: AbortSignal, from = 0): Promise<Dispatcher.ResponseData> =>
    followed(url, {dispatcher, signal, silenceMs: settings.silenceMs, from});
  return {
    file: async (wanted) => {
      const {url, file, signal} = wanted;
      throwIfInterrupted(signal);
      await mkdir(dirname(file), {recursive: true});
      const part = `${file}.part`;
      let got = await sizeOf(part);
      // A server without ranges begins anew each time: only what goes beyond all that ever came is a gain.
      let furthest = got;
      const resumed = got > 0;
      const attempt = async (): Promise<void> => {
        try {
          got = await oneAttempt({...wanted, part, mostBytes}, got, get, (now) => (got = now));
        } finally {
          furthest = Math.max(furthest, got);
        }
      };
      await retried(url, signal, attempt, () => furthest);
      let sum = await sumOf(part, signal);
      if (sum !== wanted.sha256 && resumed) {
        // What lay there may have been of another file: once more, from its first byte.
        await rm(part, {force: true});
        [got, furthest] = [0, 0];
        await retried(url, signal, attempt, () => furthest);
        sum = await sumOf(part, signal);
      }
      if (sum !== wanted.sha256) {
        await rm(part, {force: true});
        throw new EastwestError(`${url}: what came is not what was asked for; it was thrown away`, {
          code: 'DOWNLOAD-WRONG-SUM',
          hint: 'a server or a mirror in between changes or replaces this file; try another --tools-mirror',
          details: [`expected SHA-256 ${wanted.sha256}`, `got ${sum}`],
        });
      }
      await rename(part, file);
    },
    text: (url, signal) =>
      retried(
        url,
        signal,
        async () => {
          const {body} = await get(url, signal);
          const chunks: Buffer[] = [];
          let size = 0;
          try {
            for await (const chunk of body as AsyncIterable<Buffer>) {
              size += chunk.length;
              if (size > LONGEST_TEXT) throw refused(url, 'far more came than a text');
              chunks.push(chunk);
            }
          } catch (error) {
            throw passing(url, error);
          }
          return Buffer.concat(chunks).toString('utf8');
        },
        () => 0,
      ),
    answers: async (url, timeoutMs) => {
      const quick = agent(timeoutMs);
      try {
        const {body} = await request(url, {dispatcher: quick, signal: AbortSignal.timeout(timeoutMs)});
        await body.dump();
        return true;
      } catch (error) {
        return untrusted(error);
      } finally {
        await quick.destroy();
      }
    },
  };
}

type Get = (url: string, signal: AbortSignal, from: number) => Promise<Dispatcher.ResponseData>;

/** Fetches what is missing of the part; gives its size, which `now` is told of all along. */
async function oneAttempt(
  {
    url,
    part,
    mostBytes,
    signal,
    onProgress,
  }: DownloadRequest & {readonly part: string; readonly mostBytes: number},
  have: number,
  get: Get,
  now: (got: number) => void,
): Promise<number> {
  const {statusCode, headers, body} = await get(url, signal, have);
  if (statusCode === 416) {
    // Nothing is left beyond what is there; the sum will tell whether that is the file.
    await body.dump();
    return have;
  }
  let got = statusCode === 206 ? have : 0;
  const length = Number(headers['content-length']);
  const total = Number.isFinite(length) ? got + length : undefined;
  now(got);
  onProgress?.(got, total);
  const writer = createWriteStream(part, {flags: statusCode === 206 ? 'a' : 'w'});
  const closed = new Promise<void>((resolve) => writer.once('close', () => resolve()));
  writer.once('error', (error) => body.destroy(error));
  body.on('data', (chunk: Buffer) => {
    got += chunk.length;
    now(got);
    onProgress?.(got, total);
    if (got > mostBytes) body.destroy(refused(url, `more than ${mostBytes} bytes came, which no tool has`));
  });
  // Not a pipeline: where the connection is cut, that would throw away what has come and is not written yet.
  body.pipe(writer, {end: false});
  let failure: unknown;
  await finished(body, {signal}).catch((error: unknown) => (failure = error));
  body.destroy();
  writer.end();
  await closed;
  if (failure !== undefined) {
    if (got > mostBytes) await rm(part, {force: true});
    now(await sizeOf(part));
    throw notWritten(part, failure) ?? passing(url, failure);
  }
  if (total !== undefined && got < total) throw new Passing(`cut off at ${got} of ${total} bytes`);
  return got;
}

function failed(url: string, why: string, attempts: number): EastwestError {
  return new EastwestError(`${url}: ${why} (${attempts} attempts without one more byte)`, {
    code: 'DOWNLOAD-FAILED',
    hint: 'what has come so far is kept: run it again to go on; or name a mirror with --tools-mirror',
  });
}

/** What is wrong with the disk is not the server's fault, and asking again does not mend it. */
function notWritten(part: string, error: unknown): EastwestError | undefined {
  const {code = '', syscall} = error as NodeJS.ErrnoException;
  if (syscall === 'connect' || !/^(ENOSPC|EDQUOT|EROFS|EACCES|EPERM|EIO|EFBIG|EISDIR)$/.test(code))
    return undefined;
  return new EastwestError(`${part} cannot be written: ${messageOf(error)}`, {
    code: 'DOWNLOAD-NOT-WRITTEN',
    hint: 'see whether the folder may be written to and its disk has room',
    cause: error,
  });
}

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

async function sumOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, {signal});
  return hash.digest('hex');
}
