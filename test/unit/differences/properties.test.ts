import test from 'ava';
import fc from 'fast-check';
import {compare, normalise} from '../../../src/differences/index.js';
import {changes} from '../../../src/differences/compare/deep.js';
import type {ClusterIstio, MeshState} from '../../../src/differences/state.js';
import {GATEWAY, meshState, type GivenObject, type GivenProxy} from '../../helpers/mesh-state.js';

/** Texts in which there is much that is put aside. */
const word = fc.constantFrom(
  ...['10.10.3.7', '10.100.0.10_53', '172.18.0.2:6443', GATEWAY, 'latest', 'default', '1-18-2', '1.18.2'],
  ...[
    'istiod.istio-system.svc:15012',
    'istiod-1-18-2.istio-system.svc',
    'istio-1-18-2',
    'kube-api-access-ab2d4',
  ],
  ...['webapp;istio-system;webapp;latest;west-cluster', 'a', '', '<pod of west>', '<istiod>.istio-system'],
);
const key = fc.constantFrom(
  ...[
    'name',
    'domains',
    'virtual_hosts',
    'filter_chains',
    'workload',
    'istio.io/rev',
    'revision',
    'args',
    'env',
    'labels',
  ],
  ...['address', 'weight', 'tag', 'pod-template-hash', 'node', 'metadata', 'LABELS', 'values', 'webhooks'],
);
const {json} = fc.letrec<{json: unknown}>((tie) => ({
  json: fc.oneof(
    {depthSize: 'small', withCrossShrink: true},
    word,
    fc.constantFrom(0, 1, true),
    fc.array(tie('json'), {maxLength: 4}),
    fc.dictionary(key, tie('json'), {maxKeys: 4}),
  ),
}));
const resources = fc.dictionary(word, fc.dictionary(key, json, {maxKeys: 4}), {maxKeys: 3});
const endpoints = fc.dictionary(
  word,
  fc.array(
    fc.record({
      address: word,
      weight: fc.constantFrom(1, 2),
      metadata: fc.dictionary(key, json, {maxKeys: 2}),
    }),
    {maxLength: 3},
  ),
  {maxKeys: 2},
);

const proxy: fc.Arbitrary<GivenProxy> = fc.record({
  cluster: fc.constantFrom('west', 'east'),
  namespace: fc.constantFrom('istio-system', 'istioinaction'),
  workload: fc.constantFrom('webapp', 'catalog'),
  clusters: resources,
  listeners: resources,
  routes: resources,
  endpoints,
  bootstrap: fc.dictionary(key, json, {maxKeys: 3}),
});
const object: fc.Arbitrary<GivenObject> = fc.record({
  cluster: fc.constantFrom('west', 'east'),
  kind: fc.constantFrom(
    'Deployment',
    'ConfigMap',
    'Namespace',
    'MutatingWebhookConfiguration',
    'Pod',
    'Service',
  ),
  namespace: fc.constantFrom('istio-system', 'istioinaction'),
  name: fc.constantFrom(
    'istiod',
    'istiod-1-18-2',
    'istio',
    'istio-1-18-2',
    'istio-sidecar-injector',
    'istio-revision-tag-default',
  ),
  value: fc.dictionary(key, json, {maxKeys: 4}),
});
const release: fc.Arbitrary<ClusterIstio> = fc.constantFrom<ClusterIstio>(
  {version: '1.17.5'},
  {version: '1.18.2', revision: '1-18-2'},
  {version: '1.18.2', revision: '1-18-2', leaving: {version: '1.17.5'}},
  {version: '1.17.5', leaving: {version: '1.18.2', revision: '1-18-2'}},
);
const state: fc.Arbitrary<MeshState> = fc
  .record({
    istio: fc.record({west: release, east: release}),
    proxies: fc.array(proxy, {maxLength: 3}),
    objects: fc.array(object, {maxLength: 4}),
  })
  .map((given) => meshState(given));

test('a state that is normal stays as it is', (t) => {
  fc.assert(
    fc.property(state, (any) => {
      const once = normalise(any);
      t.deepEqual(normalise(once), once);
    }),
    {numRuns: 300},
  );
  t.pass();
});

test('no state differs from itself, and normalising changes no difference', (t) => {
  fc.assert(
    fc.property(state, state, (one, other) => {
      t.deepEqual(compare(one, one), []);
      t.deepEqual(compare(one, normalise(one)), []);
      const texts = (from: MeshState, to: MeshState) =>
        compare(from, to).map(({where, path}) => [where, path]);
      t.deepEqual(texts(normalise(one), normalise(other)), texts(one, other));
    }),
    {numRuns: 100},
  );
  t.pass();
});

test('values differ in something exactly where they are not the same', (t) => {
  fc.assert(
    fc.property(json, json, (one, other) => {
      t.is(
        changes(one, other).length === 0,
        JSON.stringify(sortedKeys(one)) === JSON.stringify(sortedKeys(other)),
      );
    }),
    {numRuns: 500},
  );
  t.pass();
});

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, part]) => [name, sortedKeys(part)]),
  );
}
