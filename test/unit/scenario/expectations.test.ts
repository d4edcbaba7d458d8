import test from 'ava';
import {answerOf, type AnswerKind} from '../../../src/scenario/probes/call/answers.js';
import type {Call, Measured, ProxySync} from '../../../src/scenario/measured.js';
import {EAST_BY_GATEWAY as far, WEST_SET_ASIDE as near} from '../../helpers/endpoints.js';
import {judged} from '../../helpers/judged.js';

const WEST = 'Hello from WEST';
const EAST = 'Hello from EAST';

function calls(...many: readonly (readonly [number, Partial<Call>])[]): Measured {
  const all = many.flatMap(([times, call]) =>
    Array.from({length: times}, (): Call => ({
      at: 0,
      reused: false,
      status: 200,
      ms: 1,
      body: '',
      headers: {},
      ...call,
    })),
  );
  return {kind: 'calls', calls: all, answers: all.map((call) => answerOf(call, 'body'))};
}

const greeting = (body: string): Partial<Call> => ({body: JSON.stringify({name: 'x', body})});
const failed: Partial<Call> = {status: 500, body: '{"error":"injected"}'};
const silent: Partial<Call> = {status: 0, error: 'ECONNREFUSED: refused'};

const both: Measured = {kind: 'endpoints', endpoints: [near, far]};

const mixed = calls([1, failed], [19, greeting(EAST)]);
judged(
  'a share that is reached',
  'share',
  {[EAST]: '>= 0.95'},
  mixed,
  true,
  // By hand: 19 or 20 of 20 come about (20 + 1) times in 2^20.
  `19 of 20 ${EAST}, 1 of 20 status 500 (a fair 50/50 would miss this always but for 2e-5)`,
);
judged('a share that is missed by one call', 'share', {[EAST]: '>= 0.96'}, mixed, false);
judged('a count of the whole sample', 'share', {[EAST]: '20 of 20'}, calls([20, greeting(EAST)]), true);
judged('a count of another sample size', 'share', {[EAST]: '20 of 20'}, calls([21, greeting(EAST)]), false);
judged('a count with an operator', 'share', {[EAST]: '>= 18 of 20'}, mixed, true);
judged('an answer that is to stay away', 'share', {[WEST]: '== 0'}, mixed, true);
judged(
  'an expected answer that never came is shown',
  'share',
  {[WEST]: '> 0'},
  mixed,
  false,
  `0 of 20 ${WEST}, 1 of 20 status 500, 19 of 20 ${EAST} (a fair 50/50 would miss this with probability 1e-6)`,
);
judged(
  'calls without an answer count in the sample',
  'share',
  {[EAST]: '== 1'},
  calls([9, greeting(EAST)], [1, silent]),
  false,
);
judged('no call is no share', 'share', {[EAST]: '>= 0'}, calls(), false);

const balanced = calls([17, greeting(WEST)], [23, greeting(EAST)]);
judged('both came', 'answeredBy', [WEST, EAST], balanced, true, `17 of 40 ${WEST}, 23 of 40 ${EAST}`);
judged(
  'one side is silent',
  'answeredBy',
  [WEST, EAST],
  calls([40, greeting(WEST)]),
  false,
  `40 of 40 ${WEST}, 0 of 40 ${EAST}`,
);
judged(
  'an answer that is none of them',
  'answeredBy',
  [WEST, EAST],
  calls([1, greeting(WEST)], [1, greeting(EAST)], [1, failed]),
  false,
);

judged('all 200', 'status', {200: '20 of 20'}, calls([20, {}]), true, '20 of 20 200');
judged(
  'one call lost',
  'status',
  {200: '20 of 20'},
  calls([19, {}], [1, silent]),
  false,
  '19 of 20 200, 1 of 20 no answer (ECONNREFUSED: refused)',
);
judged('a share of errors', 'status', {503: '<= 0.1'}, calls([9, {}], [1, {status: 503}]), true);

const denied: Partial<Call> = {status: 403, body: 'RBAC: access denied\n'};
judged(
  'the exact body',
  'body',
  {equals: 'RBAC: access denied'},
  calls([5, denied]),
  true,
  '5 of 5 with body "RBAC: access denied"',
);
judged(
  'one body is another',
  'body',
  {equals: 'RBAC: access denied'},
  calls([4, denied], [1, greeting(EAST)]),
  false,
);
judged('a body with more in it is not equal', 'body', {equals: 'RBAC'}, calls([1, denied]), false);
judged('a part of the text', 'body', {contains: 'denied'}, calls([1, denied]), true);
judged(
  'a list with this in it',
  'body',
  {json: [{id: 1}]},
  calls([1, {body: '[{"id":2},{"id":1,"name":"x"}]'}]),
  true,
);
judged('an empty list', 'body', {json: [{}]}, calls([1, {body: '[]'}]), false);
judged('no JSON at all', 'body', {json: {}}, calls([1, {body: 'oops'}]), false);
judged('no call has no body', 'body', {contains: ''}, calls(), false);

judged(
  'an ejected host',
  'endpoint',
  {locality: {region: 'westus'}, outlier: 'FAILED'},
  both,
  true,
  '10.10.0.20:8080 locality westus, outlier FAILED',
);
judged('no such host', 'endpoint', {address: '172.18.255.202', outlier: 'FAILED'}, both, false);
judged(
  'priority 1 at the gateway',
  'endpoint',
  {address: '172.18.255.202', port: 15443, priority: 1},
  both,
  true,
);
judged('two of a priority that one has', 'endpoint', {priority: 0, count: 2}, both, false);
judged('none that is unhealthy', 'endpoint', {health: 'UNHEALTHY', count: 0}, both, true);

judged('two endpoints', 'count', 2, both, true, 'endpoints: 2');
judged('at least three', 'count', '>= 3', both, false);
judged('no names', 'count', 0, {kind: 'names', names: []}, true);
judged('proxies', 'count', '> 1', {kind: 'proxies', proxies: []}, false);

const names: Measured = {kind: 'names', names: ['a', 'b']};
judged('one of several', 'names', {include: ['a']}, names, true, 'a');
judged('one that is missing', 'names', {include: ['a', 'c']}, names, false, 'a, b');
judged('all of them', 'names', {exactly: ['b', 'a']}, names, true);
judged('one too many', 'names', {exactly: ['a']}, names, false);

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name: 's'},
  spec: {type: 'LoadBalancer', ports: [{port: 80}]},
};
judged('it is there', 'exists', true, {kind: 'object', object: service}, true);
judged('it should be gone', 'exists', false, {kind: 'object', object: service}, false);
judged('part of its fields', 'match', {spec: {ports: [{port: 80}]}}, {kind: 'object', object: service}, true);
judged(
  'another value',
  'match',
  {spec: {type: 'ClusterIP', ports: [{port: 81}], selector: {app: 'a'}}},
  {kind: 'object', object: service},
  false,
  'spec.type is "LoadBalancer", spec.ports is [{"port":80}], spec.selector is not there',
);
judged('nothing there', 'match', {spec: {}}, {kind: 'object', object: undefined}, false);

const PROXY: ProxySync = {
  proxy: 'p',
  cluster: 'west-cluster',
  version: '1.17.5',
  states: [],
  sync: {CDS: 'SYNCED', RDS: 'NOT SENT'},
};

const output: Measured = {kind: 'output', exitCode: 0, stdout: 'ERROR_RATE=1\n', stderr: ''};
judged('contains', 'output', {contains: 'RATE=1'}, output, true);
judged('equals', 'output', {equals: 'ERROR_RATE=1'}, output, true);
judged('other text', 'output', {equals: 'ERROR_RATE=0'}, output, false);
judged('what is not there', 'output', {lacks: 'RATE=0'}, output, true);
judged('what must not be there', 'output', {lacks: 'RATE=1'}, output, false);
judged('it failed', 'output', {}, {...output, exitCode: 1}, false);

judged(
  'all have confirmed',
  'synced',
  true,
  {kind: 'proxies', proxies: [{...PROXY, states: ['SYNCED', 'NOT SENT']}]},
  true,
  '1 of 1 proxies in sync',
);
judged(
  'one is behind',
  'synced',
  true,
  {kind: 'proxies', proxies: [{...PROXY, states: ['STALE']}]},
  false,
  '0 of 1 proxies in sync; p: STALE',
);
judged('no proxy is not in sync', 'synced', true, {kind: 'proxies', proxies: []}, false);

/** A test of what is counted of a call. */
function answers(title: string, call: Partial<Call>, by: AnswerKind, expected: string): void {
  test(`answer: ${title}`, (t) => {
    t.is(answerOf({at: 0, reused: false, status: 200, ms: 1, body: '', headers: {}, ...call}, by), expected);
  });
}

answers('the greeting in a JSON reply', greeting(WEST), 'body', WEST);
answers('a text that is no JSON', {body: 'plain\n'}, 'body', 'plain');
answers(
  'an error has its status, whatever its body says',
  {...greeting(WEST), status: 503},
  'body',
  'status 503',
);
answers(
  'an error of the proxy itself has its reason',
  {
    status: 503,
    body: 'upstream connect error or disconnect/reset before headers. reset reason: overflow',
  },
  'body',
  'status 503 (overflow)',
);
answers(
  'a proxy that has nobody to ask',
  {status: 503, body: 'no healthy upstream'},
  'body',
  'status 503 (no healthy upstream)',
);
answers('no answer at all', silent, 'status', 'no answer (ECONNREFUSED: refused)');
answers('the status', {status: 403}, 'status', '403');
answers(
  'who served it, without the host',
  {headers: {'x-served-by': 'catalog@pod-1'}},
  'servedBy',
  'catalog',
);
answers('nobody says so', {status: 404}, 'servedBy', 'status 404');
