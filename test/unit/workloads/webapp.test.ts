import test from 'ava';
import type {Ask} from '../../../images/workloads/http-server.js';
import {catalogAt, freePort, served, started} from './servers.js';

test('answers with what the catalog has, and who served it', async (t) => {
  const catalog = await started(t, 'catalog', {});
  const webapp = await started(t, 'webapp', catalogAt(catalog));
  const answer = await fetch(`${webapp}/api/catalog`);
  t.is(answer.status, 200);
  t.is(answer.headers.get('content-type'), 'application/json');
  t.is(answer.headers.get('x-served-by'), 'webapp@pod-1');
  t.is(answer.headers.get('x-catalog-served-by'), 'catalog@pod-1');
  t.deepEqual(await answer.json(), await (await fetch(`${catalog}/items`)).json());
});

test('says whom its sidecar took the caller for, and whom the catalog took it for', async (t) => {
  const catalog = await served(t, () => ({status: 200, body: [], headers: {'x-called-by': 'URI=webapp'}}));
  const webapp = await started(t, 'webapp', catalogAt(catalog));
  const headers = {'x-forwarded-client-cert': 'By=webapp;URI=gateway'};
  const answer = await fetch(`${webapp}/api/catalog`, {headers});
  t.is(answer.headers.get('x-called-by'), 'By=webapp;URI=gateway');
  t.is(answer.headers.get('x-catalog-called-by'), 'URI=webapp');
  t.is((await fetch(`${webapp}/api/catalog`)).headers.get('x-called-by'), null);
});

test('its page names every item', async (t) => {
  const catalog = await started(t, 'catalog', {});
  const webapp = await started(t, 'webapp', catalogAt(catalog));
  const page = await (await fetch(`${webapp}/`)).text();
  const items = (await (await fetch(`${catalog}/items`)).json()) as {name: string}[];
  for (const {name} of items) t.true(page.includes(name), name);
});

test('passes one item on, and that there is none', async (t) => {
  const webapp = await started(t, 'webapp', catalogAt(await started(t, 'catalog', {})));
  t.like(await (await fetch(`${webapp}/api/catalog/items/1`)).json(), {id: 1});
  t.is((await fetch(`${webapp}/api/catalog/items/999`)).status, 404);
  t.is((await fetch(`${webapp}/elsewhere`)).status, 404);
});

test('carries the headers of a trace and where the call came from to the catalog, and no others', async (t) => {
  const asked: Ask[] = [];
  const catalog = await served(t, (ask) => {
    asked.push(ask);
    return {status: 200, body: []};
  });
  const webapp = await started(t, 'webapp', catalogAt(catalog));
  const trace = {
    'x-request-id': 'r-1',
    'x-b3-traceid': 'b-1',
    traceparent: '00-1-2-01',
    'x-forwarded-for': '172.18.0.9',
  };
  await fetch(`${webapp}/api/catalog`, {headers: {...trace, 'x-secret': 'mine'}});
  t.is(asked.length, 1);
  t.like(asked[0]?.headers, trace);
  t.is(asked[0]?.headers['x-secret'], undefined);
});

const failing = test.macro({
  exec: async (
    t,
    _what: string,
    catalogEnv: () => Record<string, string> | Promise<Record<string, string>>,
    code: string,
  ) => {
    const webapp = await started(t, 'webapp', await catalogEnv());
    const answer = await fetch(`${webapp}/api/catalog`);
    t.is(answer.status, 500);
    t.like(await answer.json(), {error: 'the call to the catalog failed', code});
    t.is((await fetch(`${webapp}/`)).status, 500);
    t.is((await fetch(`${webapp}/healthz`)).status, 200, 'its own readiness is another matter');
  },
  title: (_, what: string) => `answers 500 and says why when ${what}`,
});

test(
  failing,
  'nobody listens',
  async () => catalogAt(`http://127.0.0.1:${await freePort()}`),
  'ECONNREFUSED',
);
test(
  failing,
  "the catalog's name does not resolve",
  // A label of more than 63 letters is no name anywhere: no server is asked.
  () => ({CATALOG_SERVICE_HOST: `${'a'.repeat(64)}.invalid`, CATALOG_SERVICE_PORT: '80'}),
  'ENOTFOUND',
);

test('answers 500 with what the catalog said when that was an error', async (t) => {
  const broken = await served(t, () => ({status: 503, body: 'no healthy upstream'}));
  const answer = await fetch(`${await started(t, 'webapp', catalogAt(broken))}/api/catalog`);
  t.is(answer.status, 500);
  t.like(await answer.json(), {
    code: 'UPSTREAM_STATUS',
    reason: 'it answered 503',
    said: 'no healthy upstream',
  });
});

test('refuses a port that is none', async (t) => {
  await t.throwsAsync(started(t, 'webapp', {CATALOG_SERVICE_PORT: 'http'}), {
    message: /^CATALOG_SERVICE_PORT: expected a number from 1 to 65535/,
  });
});
