import {createServer, type RequestListener} from 'node:http';
import type {AddressInfo} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../../src/base/clock.js';
import {InterruptedError} from '../../../src/base/errors.js';
import {systemHttp} from '../../../src/drivers/http/system-http.js';

const http = systemHttp(systemClock);
const options = {headers: {host: 'there.example'}, signal: new AbortController().signal, timeoutMs: 2000};

async function served(t: ExecutionContext, listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/path`;
}

test('the Host header is the one that was given, and the answer comes whole', async (t) => {
  const url = await served(t, ({headers, url: path}, response) => {
    response.writeHead(404, {'x-served-by': 'me'}).end(`${headers.host} ${path}`);
  });
  const {status, body, headers, error, ms, at} = await http.get(url, options);
  t.deepEqual({status, body, error}, {status: 404, body: 'there.example /path', error: undefined});
  t.is(headers['x-served-by'], 'me');
  t.true(ms >= 0 && at > 0);
});

test('nobody listens: an answer with an error, not an exception', async (t) => {
  const {status, error} = await http.get('http://127.0.0.1:1/', options);
  t.is(status, 0);
  t.regex(error ?? '', /ECONNREFUSED/);
});

test('no answer in time', async (t) => {
  const url = await served(t, () => undefined);
  const {status, error} = await http.get(url, {...options, timeoutMs: 50});
  t.deepEqual({status, error}, {status: 0, error: 'no answer within 50 ms'});
});

test('an abort ends the wait', async (t) => {
  const url = await served(t, () => undefined);
  const call = http.get(url, {...options, signal: AbortSignal.timeout(30)});
  await t.throwsAsync(call, {instanceOf: InterruptedError});
});
