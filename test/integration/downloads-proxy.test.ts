// Needs nothing but this machine: the server and the proxy before it are on loopback.
import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {connect, type AddressInfo} from 'node:net';
import {join} from 'node:path';
import {rootCertificates} from 'node:tls';
import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../src/base/clock.js';
import {httpsDownloads} from '../../src/drivers/download/https-downloads.js';
import {refusal} from '../helpers/error.js';
import {tempFolder} from '../helpers/temp-folder.js';
import {toolServer} from '../helpers/tool-server.js';

const BYTES = randomBytes(100_000);
const SUM = createHash('sha256').update(BYTES).digest('hex');

/** A company's proxy, which lets HTTPS through unread; what it was asked for, and its URL. */
async function proxy(
  t: ExecutionContext,
): Promise<{readonly url: string; readonly asked: readonly string[]}> {
  const asked: string[] = [];
  const server = createServer();
  server.on('connect', ({url = ''}, socket) => {
    asked.push(url);
    const [host = '', port = ''] = url.split(':');
    const onward = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.pipe(socket);
      socket.pipe(onward);
    });
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked};
}

/** Fetches a file as somebody with this environment; resolves to what the proxy was asked for. */
async function fetched(
  t: ExecutionContext,
  noProxy: string,
  trusted = true,
): Promise<{readonly asked: readonly string[]; readonly host: string; readonly work: Promise<Buffer>}> {
  const [{url, asked}, server, folder] = [await proxy(t), await toolServer(), await tempFolder(t)];
  t.teardown(() => server.close());
  server.put('/tool', BYTES);
  // Of two spellings the small letters would win.
  for (const name of ['https_proxy', 'no_proxy']) Reflect.deleteProperty(process.env, name);
  process.env['HTTPS_PROXY'] = url;
  process.env['NO_PROXY'] = noProxy;
  const ca = trusted ? [...rootCertificates, server.ca].join('\n') : undefined;
  const downloads = httpsDownloads(systemClock, {attempts: 2, silenceMs: 2000, ca});
  const file = join(folder, 'tool');
  const {signal} = new AbortController();
  const work = downloads
    .file({url: `${server.url}/tool`, file, sha256: SUM, signal})
    .then(() => readFile(file));
  return {asked, host: server.url.slice('https://'.length), work};
}

test.serial(
  'tools come through the proxy of the environment, and the private CA is trusted behind it',
  async (t) => {
    const {asked, host, work} = await fetched(t, '');
    t.deepEqual(await work, BYTES);
    t.deepEqual(asked, [host]);
  },
);

test.serial('behind a proxy a certificate of an unknown CA is refused all the same', async (t) => {
  const {work} = await fetched(t, '', false);
  t.is((await refusal(t, work)).code, 'DOWNLOAD-NOT-TRUSTED');
});

test.serial('what NO_PROXY names is asked directly', async (t) => {
  const {asked, work} = await fetched(t, 'localhost');
  t.deepEqual(await work, BYTES);
  t.deepEqual(asked, []);
});
