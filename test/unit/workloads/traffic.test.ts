import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import {makeTraffic, type TrafficRecord} from '../../../images/workloads/traffic-loop.js';
import {readTrafficOptions} from '../../../images/workloads/traffic-options.js';
// For the compiler alone, so that the program is built with its tests.
import type {} from '../../../images/workloads/traffic.js';
import {freePort, served} from './servers.js';

interface Flow {
  readonly name: string;
  readonly url: string;
  readonly headers?: Record<string, string>;
  readonly keepAlive?: boolean;
}

const job = (flows: readonly Flow[], more: object): string =>
  JSON.stringify({
    flows: flows.map((flow) => ({headers: {}, keepAlive: false, ...flow})),
    rate: 200,
    timeoutMs: 2000,
    ...more,
  });

async function made(
  flows: readonly Flow[],
  more: object,
  signal = new AbortController().signal,
): Promise<TrafficRecord[]> {
  const records: TrafficRecord[] = [];
  await makeTraffic(readTrafficOptions(job(flows, more)), (record) => records.push(record), signal);
  return records.sort((one, other) => one.n - other.n);
}

test('the flows take turns, each with its own host and connection', async (t) => {
  const seen: string[] = [];
  const url = await served(t, ({headers}) => {
    seen.push(`${headers.host ?? ''} ${headers.connection ?? ''}`);
    return {status: 200, body: ''};
  });
  const flows = [
    {name: 'new', url, headers: {Host: 'a.b'}},
    {name: 'reused', url, headers: {Host: 'c.d'}, keepAlive: true},
  ];
  const records = await made(flows, {count: 6});
  t.deepEqual(
    records.map(({n, flow, status}) => [n, flow, status]),
    [1, 2, 3, 4, 5, 6].map((n) => [n, n % 2 === 1 ? 'new' : 'reused', 200]),
  );
  t.deepEqual(seen.sort(), [
    ...Array<string>(3).fill('a.b close'),
    ...Array<string>(3).fill('c.d keep-alive'),
  ]);
});

test('calls are issued at their moments, whether or not others are over', async (t) => {
  const waiting: (() => void)[] = [];
  const url = await served(t, async () => {
    // Nobody is answered before all five are here: a caller that waited would never get through.
    await new Promise<void>((resolve) => {
      waiting.push(resolve);
      if (waiting.length === 5) for (const go of waiting) go();
    });
    return {status: 200, body: ''};
  });
  const records = await made([{name: 'slow', url}], {count: 5, rate: 50, timeoutMs: 20_000});
  t.deepEqual(
    records.map(({status}) => status),
    [200, 200, 200, 200, 200],
  );
  const [first, last] = [records[0]?.at ?? 0, records[4]?.at ?? 0];
  t.true(last - first >= 78, `the fifth is due after 80 ms, was issued after ${last - first}`);
});

test('a caller that was held up says by how much, and leaves no call out', async (t) => {
  const url = await served(t, () => ({status: 200, body: ''}));
  let told = 0;
  const records: TrafficRecord[] = [];
  const options = readTrafficOptions(job([{name: 'held', url}], {count: 20, rate: 100}));
  await makeTraffic(
    options,
    (record) => {
      records.push(record);
      // The whole process stands still once, as on a machine that has no processor for it.
      const untilMs = performance.now() + 120;
      if (++told === 1) while (performance.now() < untilMs);
    },
    new AbortController().signal,
  );
  t.is(records.length, 20);
  t.true(Math.max(...records.map(({late}) => late)) >= 80, JSON.stringify(records.map(({late}) => late)));
});

test('each way to fail is told: no server, no answer in time, an error with its reason', async (t) => {
  const silent = await served(t, () => new Promise(() => undefined));
  const reason = 'upstream connect error. reset reason: connection termination';
  const refusing = await served(t, () => ({status: 503, body: reason}));
  const flows = [
    {name: 'nobody', url: `http://127.0.0.1:${await freePort()}`},
    {name: 'silent', url: silent},
    {name: 'refusing', url: refusing},
  ];
  const [nobody, late, refused] = await made(flows, {count: 3, timeoutMs: 1500});
  t.regex(nobody?.error ?? '', /^ECONNREFUSED: /);
  t.is(nobody?.status, 0);
  t.regex(late?.error ?? '', /^TIMEOUT: /);
  t.true((late?.ms ?? 0) >= 1499);
  t.deepEqual([refused?.status, refused?.error, refused?.body], [503, undefined, reason]);
});

test('asked to end it issues no more, and tells the calls under way', async (t) => {
  const end = new AbortController();
  const url = await served(t, async () => {
    end.abort();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return {status: 200, body: ''};
  });
  const records = await made([{name: 'ended', url}], {count: 10_000, rate: 20}, end.signal);
  t.true(records.length > 0 && records.length < 5, String(records.length));
  t.true(records.every(({status}) => status === 200));
});

test('the program goes on until SIGTERM, and its last line is whole', async (t) => {
  const url = await served(t, () => ({status: 200, body: ''}));
  const file = fileURLToPath(new URL('../../../images/workloads/traffic.js', import.meta.url));
  const text = job(
    [
      {name: 'a', url},
      {name: 'b', url},
    ],
    {count: 1_000_000},
  );
  const child = spawn(process.execPath, [file, text], {stdio: ['ignore', 'pipe', 'inherit']});
  t.teardown(() => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += String(chunk)));
  await once(child.stdout, 'data');
  child.kill('SIGTERM');
  t.deepEqual(await once(child, 'close'), [0, null]);
  const records = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as TrafficRecord);
  t.true(output.endsWith('\n'));
  t.is(Math.max(...records.map(({n}) => n)), records.length, 'no call is missing');
});

for (const [title, text, message] of [
  ['no flows', job([], {count: 1}), /^flows: expected a list/],
  ['a flow without a name', job([{name: '', url: 'http://a'}], {count: 1}), /^flows\.0\.name: /],
  ['another kind of address', job([{name: 'a', url: 'https://a'}], {count: 1}), /^flows\.0\.url: /],
  ['a key of nobody', job([{name: 'a', url: 'http://a'}], {count: 1, counts: 1}), /^counts: unknown/],
  ['no end', job([{name: 'a', url: 'http://a'}], {}), /^count: expected a whole number/],
  ['no rate', job([{name: 'a', url: 'http://a'}], {count: 1, rate: 0}), /^rate: /],
] as const) {
  test(`refused: ${title}`, (t) => {
    t.throws(() => readTrafficOptions(text), {name: 'OptionsError', message});
  });
}
