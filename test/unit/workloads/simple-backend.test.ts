import test from 'ava';
import type {Ask} from '../../../images/workloads/http-server.js';
import {freePort, served, started} from './servers.js';

const WEST = {NAME: 'simple-backend-west', MESSAGE: 'Hello from WEST'};

async function asked(address: string, path = '/'): Promise<{status: number; json: Record<string, unknown>}> {
  const answer = await fetch(`${address}${path}`);
  return {status: answer.status, json: (await answer.json()) as Record<string, unknown>};
}

test('answers with its message and who it is', async (t) => {
  const {status, json} = await asked(await started(t, 'simple-backend', WEST), '/some/path?x=1');
  t.is(status, 200);
  t.like(json, {
    name: 'simple-backend-west',
    uri: '/some/path',
    type: 'HTTP',
    ip_addresses: ['10.10.0.9'],
    body: 'Hello from WEST',
    code: 200,
  });
  t.true(Date.parse(String(json['end_time'])) >= Date.parse(String(json['start_time'])));
  t.regex(String(json['duration']), /ms$/);
  t.false('upstream_calls' in json);
});

const chance = test.macro({
  exec: async (t, errorRate: string, random: number, status: number) => {
    const address = await started(t, 'simple-backend', {...WEST, ERROR_RATE: errorRate}, random);
    const found = await asked(address);
    t.is(found.status, status);
    t.is(found.json['code'], status);
    t.is('body' in found.json, status === 200, 'an error has no body field');
    t.is('error' in found.json, status !== 200);
    t.is((await fetch(`${address}/healthz`)).status, 200);
  },
  title: (_, errorRate: string, random: number) => `ERROR_RATE=${errorRate} when chance draws ${random}`,
});

test(chance, '0', 0, 200);
test(chance, '0', 0.999, 200);
test(chance, '1', 0, 500);
test(chance, '1', 0.999, 500);
test(chance, '0.5', 0.49, 500);
test(chance, '0.5', 0.5, 200);

test('an injected error has the status that was set', async (t) => {
  const {status} = await asked(await started(t, 'simple-backend', {ERROR_RATE: '1', ERROR_CODE: '503'}));
  t.is(status, 503);
});

test('takes the time that was set', async (t) => {
  const address = await started(t, 'simple-backend', {...WEST, TIMING_50_PERCENTILE: '120ms'});
  const startMs = performance.now();
  await asked(address);
  // A timer may end up to 1 ms early by another clock.
  t.true(performance.now() - startMs >= 119);
});

test('an injected error does not wait', async (t) => {
  const address = await started(t, 'simple-backend', {TIMING_50_PERCENTILE: '1h', ERROR_RATE: '1'});
  t.is((await asked(address)).status, 500);
});

test('calls its upstreams in order and shows what they said', async (t) => {
  const order: string[] = [];
  const upstream = (name: string, body: unknown) =>
    served(t, ({headers}: Ask) => {
      order.push(`${name} ${String(headers['x-request-id'])}`);
      return {status: 200, body};
    });
  const one = await upstream('one', {name: 'one', body: 'first'});
  const two = await upstream('two', 'just text');
  const address = await started(t, 'simple-backend', {...WEST, UPSTREAM_URIS: `${one}, ${two}`});
  const answer = await fetch(address, {headers: {'x-request-id': 'r-7'}});
  t.is(answer.status, 200);
  t.like(await answer.json(), {
    body: 'Hello from WEST',
    upstream_calls: [
      {name: 'one', body: 'first', uri: one, code: 200},
      {body: 'just text', uri: two, code: 200},
    ],
  });
  t.deepEqual(order, ['one r-7', 'two r-7']);
});

test('fails when an upstream fails, and says which', async (t) => {
  const dead = `http://127.0.0.1:${await freePort()}`;
  const {status, json} = await asked(await started(t, 'simple-backend', {...WEST, UPSTREAM_URIS: dead}));
  t.is(status, 500);
  t.is(json['error'], `upstream ${dead} failed`);
  t.false('body' in json);
  const [call] = json['upstream_calls'] as {code: number; error: string}[];
  t.is(call?.code, 0);
  t.regex(String(call?.error), /^ECONNREFUSED: /);
});

test('gives up on an upstream after HTTP_CLIENT_REQUEST_TIMEOUT', async (t) => {
  const silent = await served(t, () => new Promise(() => undefined));
  const env = {...WEST, UPSTREAM_URIS: silent, HTTP_CLIENT_REQUEST_TIMEOUT: '80ms'};
  const {status, json} = await asked(await started(t, 'simple-backend', env));
  t.is(status, 500);
  t.like(json, {upstream_calls: [{code: 0, error: 'TIMEOUT: no full answer within 80 ms'}]});
});
