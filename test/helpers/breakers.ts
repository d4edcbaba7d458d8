import type {ExecutionContext, TestFn} from 'ava';
import type {KubeObject} from '../../src/drivers/kube/kube.js';
import {clusterNamed} from '../../src/plan/plan.js';
import type {HopFacts} from '../../src/upgrade/precheck/hop-checks.js';
import {precheck} from '../../src/upgrade/precheck/precheck.js';
import type {CheckRow, ClusterCheck, HopRange} from '../../src/upgrade/precheck/row.js';
import type {ClusterSeen} from '../../src/upgrade/precheck/seen.js';
import {chapterPlan} from './chapter.js';

export const plan = chapterPlan();
export const GIB = 2 ** 30;
export const SYSTEM = 'istio-system';
export const ADMISSION = 'admissionregistration.k8s.io/v1';

export const range = (from: string, to: string, more: Partial<HopRange> = {}): HopRange => ({
  from: {version: from},
  to: {version: to},
  strategy: 'canary',
  ...more,
});

export const facts = (more: Partial<HopFacts> = {}): HopFacts => ({
  plan,
  range: range('1.17.5', '1.18.2'),
  atHand: ['1.16.5', '1.17.5', '1.18.2', '1.19.0', '1.20.0'],
  memory: {totalBytes: 24 * GIB, availableBytes: 8 * GIB},
  ailments: [],
  ...more,
});

export const object = (
  kind: string,
  name: string,
  namespace: string | undefined,
  more: object = {},
): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: {name, ...(namespace === undefined ? {} : {namespace})},
  ...more,
});
export const labelled = (
  kind: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  more: object = {},
): KubeObject => ({
  apiVersion: ADMISSION,
  kind,
  metadata: {name, labels},
  ...more,
});
export const goesTo = (service: string): object => ({
  webhooks: [{clientConfig: {service: {name: service, namespace: SYSTEM}}}],
});

export const HEALTHY: ClusterSeen = {
  cluster: clusterNamed(plan, 'west'),
  namespaces: [labelled('Namespace', 'istioinaction', {'istio-injection': 'enabled'})],
  pods: [],
  services: [object('Service', 'istiod', SYSTEM)],
  deployments: [],
  mutating: [
    labelled(
      'MutatingWebhookConfiguration',
      'istio-revision-tag-default',
      {'istio.io/rev': 'default', 'istio.io/tag': 'default'},
      goesTo('istiod'),
    ),
  ],
  validating: [
    labelled(
      'ValidatingWebhookConfiguration',
      'istiod-default-validator',
      {'istio.io/rev': 'default'},
      goesTo('istiod'),
    ),
  ],
  envoyFilters: [],
  virtualServices: [],
  destinationRules: [],
  serviceEntries: [],
  gateways: [],
  kubeGateways: [],
  gatewayApi: undefined,
  meshSettings: ['trustDomain: cluster.local\n'],
  remoteSecrets: [`${SYSTEM}/istio-remote-secret-east-cluster`],
  helmReleases: [],
  pluggedRoot: undefined,
  toldRoot: undefined,
  operators: [object('IstioOperator', 'istio-controlplane', SYSTEM)],
};

export const pod = (name: string, image: string, more: object = {}): KubeObject => ({
  ...object('Pod', name, 'istioinaction', {
    spec: {containers: [{name: 'app'}, {name: 'istio-proxy', image}]},
    status: {phase: 'Running'},
  }),
  metadata: {
    ...{name, namespace: 'istioinaction'},
    annotations: {'sidecar.istio.io/status': '{"revision":"default"}'},
    ...more,
  },
});
export const OWNED = {ownerReferences: [{kind: 'ReplicaSet'}]};

export const filter = (patch: object): KubeObject =>
  object('EnvoyFilter', 'lua', 'istioinaction', {spec: {configPatches: [patch]}});
export const inserted = (value: object, match: object = {}): object => ({
  applyTo: 'HTTP_FILTER',
  match: {listener: {filterChain: {filter: match}}},
  patch: {operation: 'INSERT_BEFORE', value},
});
export const LUA_V3 = {'@type': 'type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua'};
export const rule = (spec: object): KubeObject =>
  object('DestinationRule', 'catalog', 'istioinaction', {spec: {host: 'catalog', ...spec}});
export const route = (headers: object): KubeObject =>
  object('VirtualService', 'catalog', 'istioinaction', {spec: {http: [{match: [{headers}]}]}});
export const istiod = (env: string): KubeObject => ({
  ...object('Deployment', 'istiod', SYSTEM, {
    spec: {template: {spec: {containers: [{name: 'discovery', env: [{name: env, value: 'x'}]}]}}},
  }),
  metadata: {name: 'istiod', namespace: SYSTEM, labels: {app: 'istiod'}},
});
export const operator = (spec: object): KubeObject =>
  object('IstioOperator', 'istio-controlplane', SYSTEM, {spec});

/** Code, hop, what there is of it, what its evidence says; and what is near to it without being it. */
export interface Breaker {
  readonly hop?: HopRange;
  readonly has: Partial<ClusterSeen>;
  readonly seen: RegExp;
  readonly level: CheckRow['level'];
  readonly harmless: Partial<ClusterSeen>;
  /** Where it is the hop itself that does no harm. */
  readonly harmlessHop?: HopRange;
  /** A hop that does not care. */
  readonly elsewhere?: HopRange;
}

export const TO_18 = range('1.17.5', '1.18.2');
export const TO_19 = range('1.18.2', '1.19.0');
export const TO_20 = range('1.19.0', '1.20.0');

export type Breakers = Readonly<Record<string, Breaker>>;

function rowFor(code: string, seen: Partial<ClusterSeen>, hop: HopRange): CheckRow | undefined {
  return precheck(facts({range: hop}), [{...HEALTHY, ...seen}]).find((row) => row.code === code);
}

/** Three tests for each check of a list, and one that every one has them. */
export function testBreakers(test: TestFn, checks: readonly ClusterCheck[], breakers: Breakers): void {
  for (const [code, breaker] of Object.entries(breakers)) testBreaker(test, code, breaker);
  test('every check of the list has such a test', (t: ExecutionContext) => {
    t.deepEqual(checks.map(({code}) => code).sort(), Object.keys(breakers).sort());
  });
}

function testBreaker(test: TestFn, code: string, breaker: Breaker): void {
  const {hop = TO_18, has, seen, level, harmless, elsewhere} = breaker;
  test(`${code} names what it has found, with a remedy`, (t: ExecutionContext) => {
    const row = rowFor(code, has, hop);
    t.is(row?.level, level);
    t.regex(row?.seen ?? '', seen);
    t.regex(row?.seen ?? '', /^west: /);
    t.true((row?.remedy ?? '').length > 10);
  });
  test(`${code} finds nothing where there is nothing of it`, (t: ExecutionContext) => {
    const row = rowFor(code, harmless, breaker.harmlessHop ?? hop);
    t.deepEqual([row?.level, row?.remedy], ['ok', undefined]);
  });
  if (elsewhere === undefined) return;
  test(`${code} is no matter for ${elsewhere.from.version} -> ${elsewhere.to.version}`, (t: ExecutionContext) => {
    t.is(rowFor(code, has, elsewhere), undefined);
  });
}
