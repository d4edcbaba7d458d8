import test from 'ava';
import type {Measured} from '../../../src/scenario/measured.js';
import {measuredText} from '../../../src/scenario/measured-text.js';
import {scenarioOf} from '../../helpers/scenarios.js';
import {toldStep, stepTitle} from '../../../src/scenario/run-step.js';
import {fakeWorld} from '../../fakes/world.js';

const certificate = {
  subject: 'CN=west',
  issuer: 'CN=root',
  serial: '1',
  notBefore: '',
  notAfter: '',
  lifetimeHours: 1,
  sans: [],
  isCa: true,
  keyUsage: [],
  fingerprint: '',
  selfSigned: false,
  signed: true,
};
const entry = {
  ...{at: 'west/webapp', method: 'GET', path: '/items', code: 200, flags: '-', details: 'via_upstream'},
  ...{
    forwardedFor: '-',
    requestId: 'r',
    authority: 'catalog',
    upstreamHost: '10.0.0.1:80',
    upstreamCluster: 'c',
  },
  ...{caller: '-', sni: '-'},
};

/** What is told of a measurement of which nothing was expected. */
const told = test.macro((t, measured: Measured, text: string, none: Measured, nothing: string) => {
  t.is(measuredText(measured), text);
  t.is(measuredText(none), nothing);
});

test(
  'listeners',
  told,
  {
    kind: 'listeners',
    listeners: [
      {
        name: 'l',
        address: '0.0.0.0',
        port: 15443,
        chains: [
          {sni: ['a'], cluster: 'x'},
          {sni: [], cluster: ''},
        ],
      },
    ],
  },
  'l on 0.0.0.0:15443, 2 filter chains to x',
  {kind: 'listeners', listeners: []},
  'no listener',
);
test(
  'routes',
  told,
  {kind: 'routes', routes: [{name: 'http.8080', domains: ['a.io'], clusters: ['x', 'y'], retries: 2}]},
  'http.8080: a.io to x, y, 2 retries',
  {kind: 'routes', routes: []},
  'no virtual host',
);
test(
  'logs',
  told,
  {kind: 'logs', lines: [{of: 'west/webapp/istio-proxy', at: 1, text: 'hello'}]},
  'west/webapp/istio-proxy: hello',
  {kind: 'logs', lines: []},
  'no line',
);
test(
  'a trace',
  told,
  {
    kind: 'trace',
    traceId: 't',
    spans: [{cluster: 'east', service: 'catalog', operation: 'GET', status: '200', upstreamCluster: 'c'}],
  },
  'trace t: east/catalog GET',
  {kind: 'trace', traceId: 't', spans: []},
  'trace t: no span',
);
test(
  'a trail',
  told,
  {kind: 'trail', requestId: 'r', entries: [entry]},
  'request r: west/webapp GET /items 200 -> 10.0.0.1:80',
  {kind: 'trail', requestId: 'r', entries: []},
  'request r: written down by nobody',
);
test(
  'packets',
  told,
  {
    kind: 'packets',
    caller: '10.0.0.1',
    connections: [{client: 'a:1', server: 'b:2', packets: 3, bytes: 4, requests: []}],
  },
  'a:1 to b:2, 4 bytes',
  {kind: 'packets', caller: '10.0.0.1', connections: []},
  'no connection',
);
test(
  'a truth table',
  told,
  {
    kind: 'truthTable',
    rows: [{cluster: 'west', caller: 'webapp', callee: 'east/b', expected: 'deny', measured: 'allow'}],
  },
  'west/webapp to east/b: allow, by the policies deny',
  {kind: 'truthTable', rows: []},
  'no row',
);
test(
  'certificates',
  told,
  {kind: 'certificates', chains: [{name: 'west ROOTCA', certificates: [certificate]}]},
  'west ROOTCA: CN=west signed by CN=root',
  {kind: 'certificates', chains: [{name: 'west ROOTCA', certificates: []}]},
  'west ROOTCA: no certificate',
);
test(
  'a Secret: its keys, never its values',
  told,
  {kind: 'secret', secret: {type: 'Opaque', keys: ['k'], labels: {}, annotations: {}, kubeconfigs: {}}},
  'Opaque with k',
  {kind: 'secret', secret: undefined},
  'not there',
);
test(
  'objects',
  told,
  {
    kind: 'objects',
    objects: [{apiVersion: 'v1', kind: 'Pod', metadata: {name: 'p', namespace: 'n'}, spec: {much: 'more'}}],
  },
  'Pod n/p',
  {kind: 'objects', objects: []},
  'no object',
);
test(
  'access',
  told,
  {kind: 'access', answers: [{action: 'list pods', allowed: false}]},
  'list pods: refused',
  {kind: 'access', answers: []},
  'no answer',
);

test('what is shown is short', (t) => {
  const lines = Array.from({length: 100}, (_, at) => ({of: 'west/webapp/istio-proxy', at, text: 'hello'}));
  t.is(measuredText({kind: 'logs', lines}).length, 601);
});

test("a step's title has what stands for its variables in this lab, and what the lab does not know as written", async (t) => {
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'istio-ingressgateway', namespace: 'istio-system'},
    status: {loadBalancer: {ingress: [{ip: '172.18.255.101'}]}},
  };
  const text = `
apiVersion: eastwest/v1
kind: Scenario
metadata: {name: v, pack: p, title: t}
spec:
  needs: {clusters: [west]}
  phases:
    - name: one
      steps:
        - {explain: e, exec: {from: mypc, command: [curl, '\${west.ingress}', '\${east.ingress}', '\${namespace}']}, expect: [output: {}]}
`;
  const step = scenarioOf(text).phases[0]?.steps[0];
  if (step === undefined) throw new Error('no step');
  const title = stepTitle(await toldStep(step, fakeWorld([], {west: [service]})));
  t.is(title, 'mypc: curl 172.18.255.101 ${east.ingress} istioinaction');
});
