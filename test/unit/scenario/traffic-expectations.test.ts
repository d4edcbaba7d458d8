import test from 'ava';
import {callerIn} from '../../../src/scenario/expectations/identity/xfcc.js';
import {missProbability, probabilityText} from '../../../src/scenario/expectations/share/chance.js';
import type {Call, Connection, Measured, TruthRow} from '../../../src/scenario/measured.js';
import {judgedInWords as judged} from '../../helpers/judged.js';

function calls(...some: readonly Partial<Call>[]): Measured {
  const all = some.map((call, index) => {
    const plain = {at: index * 100, ms: 10, status: 200, body: '', headers: {}, reused: false};
    return {...plain, ...call};
  });
  return {kind: 'calls', calls: all, answers: all.map(({status}) => String(status))};
}

const silent: Partial<Call> = {status: 0, error: 'TIMEOUT: no full answer', ms: 5000};
const broken: Partial<Call> = {status: 500};

// 1 to 10 ms: by nearest rank the 50th percentile is the fifth, the 90th the ninth, the 99th the tenth.
const tenTimes = calls(...Array.from({length: 10}, (_, index) => ({ms: index + 1})));
judged('each percentile at its limit', 'latency', {p50: 5, p90: 9, p99: 10}, tenTimes, true, 'of 10 answers');
judged('a percentile above its limit', 'latency', {p50: 5, p90: 8}, tenTimes, false, 'p90 9 ms');
judged('a lost call is no time', 'latency', {p99: 20}, calls({}, silent), true, 'of 1 answers');
judged('no answer has no latency', 'latency', {p50: 20}, calls(silent), false, 'no answer');

judged('all good', 'successRate', '3 of 3', calls({}, {status: 204}, {status: 302}), true, '100 %');
judged('an error and a lost call', 'successRate', '>= 0.5', calls({}, broken, silent), false, '1 of 3');
judged('an answer that broke off is not good', 'successRate', '> 0', calls({error: 'x'}), false);

// Answers end at 10, 110, 210 ms …; without the second and third there is nothing from 10 to 310.
judged('the time between good answers', 'longestGap', 300, calls({}, broken, broken, {}), true, '300 ms');
judged('a limit that is missed', 'longestGap', 299, calls({}, broken, broken, {}), false);
judged('silence at the end counts', 'longestGap', 200, calls({}, {}, silent), false, '5090 ms');
judged('silence at the beginning counts', 'longestGap', 205, calls(broken, broken, {}), false, '210 ms');
judged('no good answer at all', 'longestGap', 60_000, calls(broken), false);

const pod = (name: string): Partial<Call> => ({headers: {'x-served-by': `catalog@${name}`}});
const changing = calls(pod('a'), pod('a'), pod('b'), pod('b'), pod('a'));
judged('pods and changes', 'connections', {instances: 2, changes: 2}, changing, true, '2 pods, 2 changes');
judged('too many changes', 'connections', {changes: '<= 1'}, changing, false);
judged('one pod alone', 'connections', {instances: '>= 2'}, calls(pod('a')), false);
judged(
  'an answer that nobody signed',
  'connections',
  {changes: '<= 9'},
  calls(pod('a'), {}),
  false,
  'nobody',
);

const ME = 'cluster.local/ns/istioinaction/sa/webapp';
const xfcc = (uri: string): Partial<Call> => ({
  headers: {'x-called-by': `By=spiffe://x/ns/a/sa/b;Hash=0f;Subject="";URI=${uri}`},
});
judged('the caller in the certificate', 'identity', ME, calls(xfcc(`spiffe://${ME}`)), true);
judged(
  'another caller',
  'identity',
  ME,
  calls(xfcc(`spiffe://${ME}`), xfcc('spiffe://y')),
  false,
  '1 of 2 y',
);
judged('a caller without a certificate', 'identity', ME, calls({headers: {'x-called-by': 'By=x'}}), false);
judged('a workload that does not say', 'identity', ME, calls({}), false, 'nobody said');
judged('no call proves nothing', 'identity', ME, calls(), false);

test('of several elements the last one is the nearest caller; quoted signs part nothing', (t) => {
  t.is(callerIn('By=a;URI=first,By=b;Subject="CN=x,O=y;z";URI=second'), 'second');
  t.is(callerIn('URI="spiffe://q"'), 'spiffe://q');
  t.is(callerIn(''), '');
});

const LISTENERS: Measured = {
  kind: 'listeners',
  listeners: [{name: 'l', address: '0.0.0.0', port: 15443, chains: [{sni: ['a'], cluster: 'A'}]}],
};
judged(
  'a chain for a name that leads somewhere',
  'listener',
  {port: 15443, sni: 'a', cluster: 'A'},
  LISTENERS,
  true,
);
judged('the name leads elsewhere', 'listener', {sni: 'a', cluster: 'B'}, LISTENERS, false, 'ports 15443');
judged('none on a port', 'listener', {port: 80, count: 0}, LISTENERS, true);
judged('their number', 'count', 1, LISTENERS, true);

const ROUTES: Measured = {
  kind: 'routes',
  routes: [{name: 'http.8080', domains: ['shop', 'shop:80'], clusters: ['outbound|80||shop'], retries: 2}],
};
judged('a domain with its cluster', 'route', {domain: 'shop', cluster: 'outbound|80||shop'}, ROUTES, true);
judged('another number of retries', 'route', {domain: 'shop', retries: 3}, ROUTES, false, 'with 2 retries');
judged('no such domain', 'route', {domain: 'x', count: 0}, ROUTES, true);

const NAMES: Measured = {kind: 'names', names: ['a', 'b'], sni: {a: 'name'}};
judged('what a cluster asks for', 'sni', {a: 'name'}, NAMES, true);
judged('a cluster without a name', 'sni', {b: 'name'}, NAMES, false, 'asks for no name');
judged('a cluster that is not there', 'sni', {c: 'name'}, NAMES, false, 'is not there');

const LOG: Measured = {kind: 'logs', lines: ['one x', 'two x y'].map((text) => ({of: 'w/a/b', at: 0, text}))};
judged('a line', 'line', {contains: 'two'}, LOG, true, '1 of 2 lines');
judged('all parts in one line', 'line', {contains: ['x', 'y'], count: 1}, LOG, true);
judged('no such line', 'line', {contains: 'z'}, LOG, false);
judged('none is wanted', 'line', {contains: 'x', count: 0}, LOG, false);

const entry = {
  at: 'west/webapp',
  method: 'GET',
  path: '/items',
  code: 200,
  flags: '-',
  details: 'via_upstream',
  forwardedFor: '-',
  requestId: 'r',
  authority: 'catalog',
  upstreamHost: '172.18.255.202:15443',
  upstreamCluster: 'c',
  caller: '-',
  sni: '-',
};
const TRAIL: Measured = {kind: 'trail', requestId: 'r', entries: [entry]};
judged('a hop', 'hops', [{at: 'west/webapp', code: 200}], TRAIL, true, 'request r: west/webapp GET /items');
judged('a hop that is missing', 'hops', [{at: 'west/webapp'}, {at: 'east/catalog'}], TRAIL, false);
judged('another status', 'hops', [{at: 'west/webapp', code: 503}], TRAIL, false);

const span = {
  cluster: 'east',
  service: 'catalog.istioinaction',
  operation: 'catalog:80/*',
  status: '200',
  upstreamCluster: 'inbound|3000||',
};
const TRACE: Measured = {
  kind: 'trace',
  traceId: 'abc',
  spans: [span, {...span, cluster: 'west', service: 'x'}],
};
const CATALOG = {cluster: 'east', service: 'catalog.istioinaction'};
judged('a span', 'spans', [CATALOG], TRACE, true, 'trace abc: east/catalog.istioinaction, west/x');
judged('a span in the other cluster', 'spans', [{...CATALOG, cluster: 'west'}], TRACE, false);
judged('a span of another status', 'spans', [{...CATALOG, status: '503'}], TRACE, false);
judged('one of two', 'spans', [CATALOG, {...CATALOG, service: 'y'}], TRACE, false, 'trace abc');
judged('no trace', 'spans', [CATALOG], {kind: 'trace', traceId: 't', spans: []}, false, 'trace t: no spans');

const TLS: Connection = {
  client: 'a:1',
  server: 'b:2',
  packets: 9,
  bytes: 90,
  tlsRecords: 4,
  sni: 's',
  requests: [],
};
const {tlsRecords, sni, ...bare} = TLS;
const ask = {method: 'GET', path: '/items', forwardedFor: '172.18.0.2, 10.0.0.1'};
const captured = (...connections: readonly Connection[]): Measured => ({
  kind: 'packets',
  connections,
  caller: '172.18.0.2',
});
judged('records alone', 'tls', {sni: 's', connections: 1}, captured(TLS), true, `${tlsRecords} TLS records`);
judged('another name', 'tls', {sni: 'other'}, captured(TLS), false, `SNI ${sni}`);
judged('bytes that are no TLS', 'tls', {}, captured(TLS, bare), false, '1 of 2 connections');
judged('a request that can be read', 'tls', {}, captured({...TLS, requests: [ask]}), false, 'in plain text');
judged('nothing captured proves nothing', 'tls', {}, captured(), false);
judged('connections without payload prove nothing', 'tls', {}, captured({...bare, bytes: 0}), false);

judged(
  'a readable request of the caller',
  'plaintext',
  {path: '/items', forwardedFor: 'caller'},
  captured({...bare, requests: [ask]}),
  true,
);
judged(
  'of another caller',
  'plaintext',
  {forwardedFor: 'caller'},
  captured({...bare, requests: [{...ask, forwardedFor: '10.0.0.1'}]}),
  false,
);
judged('none can be read', 'plaintext', {count: 0}, captured(TLS), true);

const row: TruthRow = {
  cluster: 'west',
  caller: 'webapp',
  callee: 'east/b',
  expected: 'deny',
  measured: 'deny',
};
const table = (...rows: readonly TruthRow[]): Measured => ({kind: 'truthTable', rows});
judged('all as expected', 'agrees', true, table(row), true, '1 of 1');
judged(
  'one that is not',
  'agrees',
  true,
  table(row, {...row, measured: 'allow'}),
  false,
  'by the policies deny',
);
judged(
  'a row that was answered in two ways',
  'agrees',
  true,
  table({...row, measured: 'allow, deny'}),
  false,
);
judged('an empty table proves nothing', 'agrees', true, table(), false);
judged('a row', 'row', {caller: 'webapp', measured: 'deny'}, table(row), true);
judged('a row that came out otherwise', 'row', {cluster: 'west', measured: 'allow'}, table(row), false);
judged('no such row', 'row', {caller: 'x', measured: 'deny'}, table(row), false, 'no row');

test('the probability that a fair coin misses', (t) => {
  // By hand: of two throws, both heads 1/4; neither 1/4.
  t.true(Math.abs(missProbability(2, (count) => count === 2) - 0.75) < 1e-9);
  t.true(Math.abs(missProbability(2, (count) => count > 0) - 0.25) < 1e-9);
  t.true(Math.abs(missProbability(10_000, () => false) - 1) < 1e-6);
  t.is(
    missProbability(40, () => true),
    0,
  );
  t.is(probabilityText(0), 'never');
  t.is(probabilityText(0.25), 'with probability 0.3');
  t.is(probabilityText(0.00008), 'with probability 8e-5');
  t.is(probabilityText(1 - 1e-6), 'always but for 1e-6');
  t.is(probabilityText(1 - 1 / 32), 'always but for 0.03');
});
