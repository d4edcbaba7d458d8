import test from 'ava';
import {proxyText} from '../../../src/cli/render/proxy.js';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import {
  bringStockEnvoy,
  lookStockEnvoy,
  stockEnvoyFilter,
} from '../../../src/mesh/stock-envoy/envoy-filter.js';
import {stockEnvoyLimits, stockEnvoyOperator} from '../../../src/mesh/stock-envoy/switches.js';
import {untouchable} from '../../fakes/drivers.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';

interface Patch {
  readonly applyTo: string;
  readonly match: {
    readonly context: string;
    readonly listener: {readonly filterChain: {readonly filter: {readonly name: string}}};
  };
  readonly patch: {readonly operation: string; readonly value?: {readonly typed_config: Typed}};
}

interface Typed {
  readonly '@type': string;
  readonly type_url: string;
  readonly value: {readonly on_request_headers: readonly {readonly object_key: string}[]};
}

const WITH_FILTER = ['1.17.5', '1.18.2', '1.19.0'];
const WITHOUT = ['1.16.5', '1.20.0'];

function patchesFor(...versions: string[]): readonly Patch[] {
  const {configPatches} = (stockEnvoyFilter(versions)?.['spec'] ?? {configPatches: []}) as {
    configPatches: readonly Patch[];
  };
  return configPatches;
}

test('the filter that only istio-proxy has is taken out of sidecars and gateways', (t) => {
  for (const version of WITH_FILTER) {
    const removed = patchesFor(version).filter(({patch}) => patch.operation === 'REMOVE');
    t.deepEqual(
      removed.map(({match}) => [match.context, match.listener.filterChain.filter.name]),
      [
        ['SIDECAR_INBOUND', 'istio_authn'],
        ['GATEWAY', 'istio_authn'],
      ],
    );
  }
});

test("the caller's identity is written before any other HTTP filter, where RBAC rules read it", (t) => {
  const [inserted] = patchesFor('1.17.5').filter(({patch}) => patch.operation !== 'REMOVE');
  t.is(inserted?.applyTo, 'HTTP_FILTER');
  t.is(inserted?.patch.operation, 'INSERT_FIRST');
  const typed = inserted?.patch.value?.typed_config;
  t.regex(typed?.['@type'] ?? '', /TypedStruct$/);
  t.regex(typed?.type_url ?? '', /set_filter_state/);
  t.deepEqual(
    typed?.value.on_request_headers.map(({object_key: key}) => key),
    ['io.istio.peer_principal'],
  );
});

test('it holds for the whole mesh: it lies in the root namespace and selects no workload', (t) => {
  const filter = stockEnvoyFilter(['1.18.2']);
  t.is(filter?.metadata.namespace, 'istio-system');
  t.false('workloadSelector' in (filter?.['spec'] as object));
});

test('Istio 1.16 and 1.20 send no filter of that kind and read the caller from the certificate: nothing is patched', (t) => {
  for (const version of WITHOUT) t.is(stockEnvoyFilter([version]), undefined, version);
  t.is(stockEnvoyFilter(WITHOUT), undefined);
});

test('while two versions run, the filter is there for the one that needs it, once', (t) => {
  for (const pair of [
    ['1.16.5', '1.17.5'],
    ['1.19.0', '1.20.0'],
    ['1.17.5', '1.18.2'],
  ]) {
    t.deepEqual(patchesFor(...pair), patchesFor('1.17.5'), pair.join(' and '));
  }
});

test('a version that was not read gets all that any needs', (t) => {
  t.deepEqual(patchesFor('1.22.1'), patchesFor('1.17.5'));
});

test('where no version needs the filter, one that is left over is removed; where one does, it is applied', async (t) => {
  const filter = stockEnvoyFilter(['1.19.0']);
  if (filter === undefined) return t.fail();
  const objects = new Map<string, KubeObject>([[filter.metadata.name, filter]]);
  const kube = untouchable<Kube>('kube', {
    get: ({metadata}) => Promise.resolve(objects.get(metadata.name)),
    remove: ({metadata}) => Promise.resolve(void objects.delete(metadata.name)),
    apply: (all) => {
      for (const one of all) objects.set(one.metadata.name, one);
      return Promise.resolve();
    },
  });
  t.true((await lookStockEnvoy(kube, ['1.19.0', '1.20.0'])).done);
  t.false((await lookStockEnvoy(kube, ['1.20.0'])).done);
  await bringStockEnvoy(kube, ['1.20.0']);
  t.deepEqual([...objects.keys()], []);
  t.true((await lookStockEnvoy(kube, ['1.20.0'])).done);
  t.false((await lookStockEnvoy(kube, ['1.19.0'])).done);
  await bringStockEnvoy(kube, ['1.19.0']);
  t.true((await lookStockEnvoy(kube, ['1.19.0'])).done);
});

test('the operator overlay switches off what stock Envoy has no filters for, and names no profile of its own', (t) => {
  for (const version of [...WITH_FILTER, ...WITHOUT]) {
    const operator = stockEnvoyOperator(version);
    t.is(operator.kind, 'IstioOperator');
    t.deepEqual(Object.keys(operator.spec).sort(), ['meshConfig', 'values']);
    t.deepEqual(operator.spec.values.pilot.env, {
      PILOT_ENABLE_METADATA_EXCHANGE: 'false',
      PILOT_ENABLE_ALPN_FILTER: 'false',
    });
    t.false(operator.spec.values.telemetry.enabled);
  }
});

test('status and reports say which proxy is measured, and what it cannot show', (t) => {
  const limits = stockEnvoyLimits(chapterPlan().versions.istio);
  t.is(proxyText(chapterPlan()), `supply source, proxy Envoy 1.30.0 (${limits})`);
  t.regex(limits, /no istio_\* metrics/);
  for (const version of WITH_FILTER) t.regex(stockEnvoyLimits(version), /EnvoyFilter stock-envoy/);
  for (const version of WITHOUT) t.notRegex(stockEnvoyLimits(version), /EnvoyFilter/);
});

test("with Istio's own proxy there is nothing to excuse", (t) => {
  const supplied = {
    ...SUPPLIED,
    supply: 'registry',
    proxy: {kind: 'istio-proxy', version: '1.17.8'},
  } as const;
  t.is(proxyText(chapterPlan(supplied)), 'supply registry, proxy istio-proxy 1.17.8');
});
