// Needs nothing but this machine: every server is on loopback.
import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {createServer, type AddressInfo} from 'node:net';
import {join} from 'node:path';
import {rootCertificates} from 'node:tls';
import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../src/base/clock.js';
import {InterruptedError} from '../../src/base/errors.js';
import {httpsDownloads} from '../../src/drivers/download/https-downloads.js';
import {refusal} from '../helpers/error.js';
import {tempFolder} from '../helpers/temp-folder.js';
import {
  cutting,
  lying,
  rangeless,
  silent,
  toolServer,
  type Behaviour,
  type ToolServer,
} from '../helpers/tool-server.js';

const BYTES = randomBytes(300_000);
const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const never = (): AbortSignal => new AbortController().signal;

interface Case {
  readonly server: ToolServer;
  readonly folder: string;
  readonly file: string;
  readonly get: (more?: {
    sha256?: string;
    signal?: AbortSignal;
    onProgress?: (got: number) => void;
  }) => Promise<void>;
}

async function served(
  t: ExecutionContext,
  behaviour?: Behaviour,
  {trusted = true, mostBytes}: {trusted?: boolean; mostBytes?: number} = {},
): Promise<Case> {
  const server = await toolServer();
  t.teardown(() => server.close());
  const folder = await tempFolder(t);
  const file = join(folder, 'tool');
  server.put('/tool', BYTES, behaviour);
  const ca = trusted ? [...rootCertificates, server.ca].join('\n') : undefined;
  const downloads = httpsDownloads(systemClock, {
    attempts: 3,
    silenceMs: 500,
    ca,
    ...(mostBytes === undefined ? {} : {mostBytes}),
  });
  return {
    server,
    folder,
    file,
    get: ({sha256 = sumOf(BYTES), signal = never(), onProgress} = {}) =>
      downloads.file({
        url: `${server.url}/tool`,
        file,
        sha256,
        signal,
        ...(onProgress === undefined ? {} : {onProgress}),
      }),
  };
}

test('a file comes whole, verified, with its progress told in bytes', async (t) => {
  const {file, folder, get} = await served(t);
  const told: number[] = [];
  await get({onProgress: (got) => told.push(got)});
  t.deepEqual(await readFile(file), BYTES);
  t.is(told.at(-1), BYTES.length);
  t.deepEqual(
    told,
    [...told].sort((one, other) => one - other),
  );
  t.deepEqual(await readdir(folder), ['tool']);
});

test('a server that cuts every answer off is asked for the rest, again and again', async (t) => {
  const {file, server, get} = await served(t, cutting(60_000));
  await get();
  t.deepEqual(await readFile(file), BYTES);
  // More cuts than attempts: what brings bytes is no failure in a row.
  t.true(server.asked.length >= 5, String(server.asked.length));
  t.true(server.asked.some((line) => / bytes=\d+-$/.test(line)));
});

test('what an earlier run has got is not fetched again', async (t) => {
  const {file, server, get} = await served(t);
  await writeFile(`${file}.part`, BYTES.subarray(0, 200_000));
  await get();
  t.deepEqual(await readFile(file), BYTES);
  t.deepEqual(server.asked, ['/tool bytes=200000-']);
});

test('what an earlier run has left whole needs no byte', async (t) => {
  const {file, get} = await served(t);
  await writeFile(`${file}.part`, BYTES);
  await get();
  t.deepEqual(await readFile(file), BYTES);
});

test('what an earlier run has left of another file is thrown away, and fetched from its first byte', async (t) => {
  const {file, server, get} = await served(t);
  await writeFile(`${file}.part`, Buffer.alloc(1000, 'old'));
  await get();
  t.deepEqual(await readFile(file), BYTES);
  t.deepEqual(server.asked, ['/tool bytes=1000-', '/tool']);
});

test('a server without ranges sends it all, and no byte stands twice', async (t) => {
  const {file, get} = await served(t, rangeless);
  await writeFile(`${file}.part`, BYTES.subarray(0, 1000));
  await get();
  t.deepEqual(await readFile(file), BYTES);
});

test('a server without ranges that cuts its answers off is given up, however much each one brought', async (t) => {
  const lengths = [120_000, 200_000, 40_000];
  const {server, get} = await served(t, (_request, response, bytes) => {
    response.writeHead(200, {'content-length': bytes.length});
    const most = lengths[server.asked.length % lengths.length] ?? 0;
    response.write(bytes.subarray(0, most), () => response.destroy());
  });
  const error = await refusal(t, get());
  t.is(error.code, 'DOWNLOAD-FAILED');
  t.true(server.asked.length < 10, String(server.asked.length));
});

test('a server that sends without end is left, and the disk is not filled', async (t) => {
  const {folder, get} = await served(
    t,
    (_request, response, bytes) => {
      const more = (): void => void response.write(bytes, (error) => error ?? more());
      response.writeHead(200);
      more();
    },
    {mostBytes: 2_000_000},
  );
  const error = await refusal(t, get());
  t.is(error.code, 'DOWNLOAD-REFUSED');
  t.regex(error.message, /more than 2000000 bytes came/);
  t.deepEqual(await readdir(folder), []);
});

test('a folder that cannot be written to is told as such, and the server is not asked again', async (t) => {
  const {file, server, get} = await served(t);
  await mkdir(`${file}.part`);
  const error = await refusal(t, get());
  t.is(error.code, 'DOWNLOAD-NOT-WRITTEN');
  t.is(server.asked.length, 1);
});

test('a lying server is found out, and nothing of what it sent is kept', async (t) => {
  const {folder, get} = await served(t, lying);
  const error = await refusal(t, get());
  t.is(error.code, 'DOWNLOAD-WRONG-SUM');
  t.true(error.details.includes(`expected SHA-256 ${sumOf(BYTES)}`));
  t.deepEqual(await readdir(folder), []);
});

test('a silent server is given up, with how often it was asked', async (t) => {
  const {server, get} = await served(t, silent);
  const error = await refusal(t, get());
  t.is(error.code, 'DOWNLOAD-FAILED');
  t.regex(error.message, /3 attempts/);
  t.is(server.asked.length, 3);
});

test('a server that refuses is not asked again', async (t) => {
  const {server, get} = await served(t, (_request, response) => void response.writeHead(403).end());
  const error = await refusal(t, get());
  t.is(error.code, 'DOWNLOAD-REFUSED');
  t.is(server.asked.length, 1);
});

test('a server that is busy is asked again', async (t) => {
  let answers = 0;
  const {file, get} = await served(t, (_request, response, bytes) => {
    if (answers++ === 0) response.writeHead(503).end();
    else response.end(bytes);
  });
  await get();
  t.true(existsSync(file));
});

test('a certificate of an unknown CA is refused at once, with the remedy', async (t) => {
  const {server, get} = await served(t, undefined, {trusted: false});
  const error = await refusal(t, get());
  t.is(error.code, 'DOWNLOAD-NOT-TRUSTED');
  t.regex(error.hint ?? '', /--tools-ca/);
  t.true(error.message.startsWith(`${server.url}/tool: `), error.message);
  t.deepEqual(server.asked, []);
});

test('a redirection away from HTTPS is refused', async (t) => {
  const {get} = await served(t, (_request, response) => {
    response.writeHead(302, {location: 'http://localhost:1/tool'}).end();
  });
  const error = await refusal(t, get());
  t.is(error.code, 'DOWNLOAD-REFUSED', error.message);
});

test('Ctrl+C ends it at once; what has come is kept for the next time, under no name of its own', async (t) => {
  const {folder, file, get} = await served(t, (_request, response, bytes) => {
    response.writeHead(200, {'content-length': bytes.length});
    response.write(bytes.subarray(0, 100_000));
  });
  const stop = new AbortController();
  const onProgress = (got: number): void => {
    if (got >= 100_000) stop.abort();
  };
  await t.throwsAsync(get({signal: stop.signal, onProgress}), {instanceOf: InterruptedError});
  t.deepEqual(await readdir(folder), ['tool.part']);
  t.false(existsSync(file));
});

test('nobody at that port: given up after the budget', async (t) => {
  const folder = await tempFolder(t);
  const downloads = httpsDownloads(systemClock, {attempts: 2, silenceMs: 500});
  const url = 'https://127.0.0.1:1/tool';
  const error = await refusal(
    t,
    downloads.file({url, file: join(folder, 'tool'), sha256: sumOf(BYTES), signal: never()}),
  );
  t.is(error.code, 'DOWNLOAD-FAILED');
  t.false(await downloads.answers(url, 500));
});

test('whether a server answers is known in time, also of one that says nothing', async (t) => {
  const mute = createServer();
  mute.listen(0, '127.0.0.1');
  await once(mute, 'listening');
  t.teardown(() => void mute.close());
  const {port} = mute.address() as AddressInfo;
  const {server} = await served(t);
  const ca = [...rootCertificates, server.ca].join('\n');
  const downloads = httpsDownloads(systemClock, {attempts: 1, silenceMs: 500, ca});
  t.true(await downloads.answers(`${server.url}/v2/`, 2000), 'a 404 is an answer');
  const startMs = performance.now();
  t.false(await downloads.answers(`https://127.0.0.1:${port}/v2/`, 300));
  t.true(performance.now() - startMs < 2000);
});

test('a server with a certificate of an unknown CA answers: the engine may know it', async (t) => {
  const {server} = await served(t);
  t.true(await httpsDownloads(systemClock).answers(`${server.url}/v2/`, 2000));
});

test('the text of a checksum file is bounded', async (t) => {
  const {server} = await served(t);
  const ca = [...rootCertificates, server.ca].join('\n');
  const downloads = httpsDownloads(systemClock, {attempts: 1, silenceMs: 500, ca});
  server.put('/sum', Buffer.from('abc  tool\n'));
  t.is(await downloads.text(`${server.url}/sum`, never()), 'abc  tool\n');
  t.is((await refusal(t, downloads.text(`${server.url}/tool`, never()))).code, 'DOWNLOAD-REFUSED');
});
