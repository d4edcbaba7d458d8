import {createServer} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {makeCalls, type CallRecord} from '../../../images/workloads/call-loop.js';
import {readCallOptions} from '../../../images/workloads/call-options.js';
import {freePort, served} from './servers.js';

async function called(options: object): Promise<CallRecord[]> {
  const records: CallRecord[] = [];
  await makeCalls(readCallOptions(JSON.stringify(options)), (record) => records.push(record));
  return records;
}

/** A server below HTTP: counts connections, and sends `text` on whatever it is asked. */
async function raw(
  t: ExecutionContext,
  text: string,
  then: 'stay' | 'then close' = 'stay',
): Promise<{url: string; connections: () => number}> {
  let count = 0;
  const server = createServer((socket) => {
    count++;
    t.teardown(() => void socket.destroy());
    socket.on('error', () => undefined);
    socket.on('data', () => (then === 'stay' ? socket.write(text) : socket.end(text)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return {url: `http://127.0.0.1:${address.port}/`, connections: () => count};
}

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

test('makes the calls one after the other and tells each', async (t) => {
  const hosts: unknown[] = [];
  const url = await served(t, ({headers}) => {
    hosts.push(headers.host);
    return {status: 418, body: `call ${hosts.length}`, headers: {server: 'envoy', 'x-other': 'no'}};
  });
  const records = await called({url, count: 3, headers: {Host: 'simple-backend.istioinaction.io'}});
  t.deepEqual(
    records.map(({n, status, body, headers}) => ({n, status, body, headers})),
    [1, 2, 3].map((n) => ({
      n,
      status: 418,
      body: `call ${n}`,
      headers: {'x-served-by': 'test@here', server: 'envoy'},
    })),
  );
  t.deepEqual(hosts, Array<string>(3).fill('simple-backend.istioinaction.io'));
  t.true(records.every(({error}) => error === undefined));
});

test('waits between an answer and the next call', async (t) => {
  const url = await served(t, () => ({status: 200, body: ''}));
  const [first, second] = await called({url, count: 2, intervalMs: 60});
  t.true((second?.at ?? 0) - (first?.at ?? 0) >= 59, JSON.stringify([first, second]));
});

test('a set rate does not wait for answers', async (t) => {
  let open = 0;
  let most = 0;
  const release: (() => void)[] = [];
  const url = await served(t, async () => {
    most = Math.max(most, ++open);
    // Nobody is answered before all four are here: a caller that waited would never get through.
    await new Promise<void>((resolve) => {
      release.push(resolve);
      if (release.length === 4) for (const go of release) go();
    });
    open--;
    return {status: 200, body: ''};
  });
  const records = await called({url, count: 4, rate: 100});
  t.is(most, 4);
  t.deepEqual(records.map(({n, status}) => `${n} ${status}`).sort(), ['1 200', '2 200', '3 200', '4 200']);
  const [first, last] = [1, 4].map((wanted) => records.find(({n}) => n === wanted)?.at ?? 0);
  const afterMs = (last ?? 0) - (first ?? 0);
  t.true(afterMs >= 28, `the fourth is due after 30 ms, was made after ${afterMs}`);
});

test('opens a connection for each call, or keeps one', async (t) => {
  const each = await raw(t, OK);
  const fresh = await called({url: each.url, count: 3});
  t.is(each.connections(), 3);
  t.true(fresh.every(({reused}) => !reused));
  const kept = await raw(t, OK);
  const held = await called({url: kept.url, count: 3, keepAlive: true});
  t.is(kept.connections(), 1);
  t.deepEqual(
    held.map(({reused}) => reused),
    [false, true, true],
  );
});

test('a refused connection is a record like any other', async (t) => {
  const [record] = await called({url: `http://127.0.0.1:${await freePort()}/`});
  t.like(record, {n: 1, status: 0, body: '', headers: {}});
  t.regex(record?.error ?? '', /^ECONNREFUSED: /);
});

test('no answer in time is a failure without a status', async (t) => {
  const [record] = await called({url: (await raw(t, '')).url, timeoutMs: 60});
  t.like(record, {status: 0, error: 'TIMEOUT: no full answer within 60 ms'});
  t.true((record?.ms ?? 0) >= 59);
});

test('an answer that does not end keeps its status and what came, and is a failure', async (t) => {
  const half = await raw(t, 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
  // Long enough for the half to arrive on a busy machine.
  const [record] = await called({url: half.url, timeoutMs: 2000});
  t.like(record, {status: 200, body: 'half', error: 'TIMEOUT: no full answer within 2000 ms'});
});

test('an answer that breaks off keeps its status and what came, and is a failure', async (t) => {
  const torn = await raw(t, 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf', 'then close');
  const [record] = await called({url: torn.url});
  t.like(record, {status: 200, body: 'half', error: 'ECONNRESET: aborted'});
});

test('tells the first 4 KiB of a body', async (t) => {
  const url = await served(t, () => ({status: 200, body: 'x'.repeat(10_000)}));
  const [record] = await called({url});
  t.is(record?.body.length, 4096);
});

const refused = test.macro({
  exec: (t, text: string, message: string) => {
    t.throws(() => readCallOptions(text), {name: 'OptionsError', message});
  },
  title: (_, text: string) => `refuses ${text}`,
});

test(refused, '', 'expected one argument, a JSON object');
test(refused, '[]', 'expected one argument, a JSON object');
test(refused, '{}', 'url: expected an http:// address');
test(refused, '{"url": "https://a"}', 'url: expected an http:// address');
test(refused, '{"url": "http://a", "count": 0}', 'count: expected a whole number from 1');
test(refused, '{"url": "http://a", "timeoutMs": 1.5}', 'timeoutMs: expected a whole number from 1');
test(refused, '{"url": "http://a", "headers": {"a": 1}}', 'headers: expected an object of texts');
test(refused, '{"url": "http://a", "keepAlive": 1}', 'keepAlive: expected true or false');
test(refused, '{"url": "http://a", "rate": 0}', 'rate: expected calls per second, above 0 and at most 10000');
test(
  refused,
  '{"url": "http://a", "rate": 5, "intervalMs": 5}',
  'rate: excludes intervalMs; a set rate does not wait for answers',
);
test(
  refused,
  '{"url": "http://a", "times": 5}',
  'times: unknown; there are url, method, headers, count, intervalMs, rate, timeoutMs, keepAlive',
);
