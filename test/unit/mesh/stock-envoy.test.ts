import test from 'ava';
import {proxyText} from '../../../src/cli/render/proxy.js';
import {STOCK_ENVOY_LIMITS} from '../../../src/mesh/index.js';
import {stockEnvoyFilter} from '../../../src/mesh/stock-envoy/envoy-filter.js';
import {stockEnvoyOperator} from '../../../src/mesh/stock-envoy/operator.js';
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

const {configPatches: patches} = stockEnvoyFilter['spec'] as {configPatches: readonly Patch[]};

test('the filter that only istio-proxy has is taken out of sidecars and gateways', (t) => {
  const removed = patches.filter(({patch}) => patch.operation === 'REMOVE');
  t.deepEqual(
    removed.map(({match}) => [match.context, match.listener.filterChain.filter.name]),
    [
      ['SIDECAR_INBOUND', 'istio_authn'],
      ['GATEWAY', 'istio_authn'],
    ],
  );
});

test("the caller's identity is written before any other HTTP filter, where RBAC rules read it", (t) => {
  const [inserted] = patches.filter(({patch}) => patch.operation !== 'REMOVE');
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
  t.is(stockEnvoyFilter.metadata.namespace, 'istio-system');
  t.false('workloadSelector' in (stockEnvoyFilter['spec'] as object));
});

test('the operator overlay switches off what stock Envoy has no filters for, and names no profile of its own', (t) => {
  t.is(stockEnvoyOperator.kind, 'IstioOperator');
  t.deepEqual(Object.keys(stockEnvoyOperator.spec).sort(), ['meshConfig', 'values']);
  t.deepEqual(stockEnvoyOperator.spec.values.pilot.env, {
    PILOT_ENABLE_METADATA_EXCHANGE: 'false',
    PILOT_ENABLE_ALPN_FILTER: 'false',
  });
  t.false(stockEnvoyOperator.spec.values.telemetry.enabled);
});

test('status and reports say which proxy is measured, and what it cannot show', (t) => {
  t.is(proxyText(chapterPlan()), `supply source, proxy Envoy 1.30.0 (${STOCK_ENVOY_LIMITS})`);
  t.regex(STOCK_ENVOY_LIMITS, /no istio_\* metrics/);
  t.regex(STOCK_ENVOY_LIMITS, new RegExp(stockEnvoyFilter.metadata.name));
});

test("with Istio's own proxy there is nothing to excuse", (t) => {
  const supplied = {
    ...SUPPLIED,
    supply: 'registry',
    proxy: {kind: 'istio-proxy', version: '1.17.8'},
  } as const;
  t.is(proxyText(chapterPlan(supplied)), 'supply registry, proxy istio-proxy 1.17.8');
});
