import {createHash} from 'node:crypto';
import {createReadStream, createWriteStream} from 'node:fs';
import {mkdir, rename, rm, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import {Transform} from 'node:stream';
import {pipeline} from 'node:stream/promises';
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
}

export const USUAL_DOWNLOADS: DownloadSettings = {attempts: 5, silenceMs: 20_000};

const LONGEST_TEXT = 64 * 1024;
const FIRST_PAUSE_MS = 500;

/** Downloads by undici, which knows HTTPS_PROXY and NO_PROXY. */
export function httpsDownloads(clock: Clock, settings: DownloadSettings = USUAL_DOWNLOADS): Downloads {
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
      const resumed = got > 0;
      const attempt = async (): Promise<void> => {
        got = await oneAttempt({...wanted, part}, got, get, (now) => (got = now));
      };
      await retried(url, signal, attempt, () => got);
      let sum = await sumOf(part, signal);
      if (sum !== wanted.sha256 && resumed) {
        // What lay there may have been of another file: once more, from its first byte.
        await rm(part, {force: true});
        got = 0;
        await retried(url, signal, attempt, () => got);
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
            throw passing(error);
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
  {url, part, signal, onProgress}: DownloadRequest & {readonly part: string},
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
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      got += chunk.length;
      now(got);
      onProgress?.(got, total);
      done(null, chunk);
    },
  });
  const writer = createWriteStream(part, {flags: statusCode === 206 ? 'a' : 'w'});
  const closed = new Promise<void>((resolve) => writer.once('close', () => resolve()));
  try {
    await pipeline(body, counter, writer, {signal});
  } catch (error) {
    // A write that had begun ends first: what it adds must not come a second time.
    await closed;
    now(await sizeOf(part));
    throw (error as NodeJS.ErrnoException).syscall === 'write' ? error : passing(error);
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

async function sizeOf(file: string): Promise<number> {
  return (await stat(file).catch(() => undefined))?.size ?? 0;
}

async function sumOf(file: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash, {signal});
  return hash.digest('hex');
}
