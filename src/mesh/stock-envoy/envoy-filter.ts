import type {Look} from '../../base/wait-for.js';
import {lookApplied} from '../../drivers/kube/manifest.js';
import type {Kube, KubeObject, KubeRef} from '../../drivers/kube/kube.js';
import {stockEnvoyNeeds} from './needs.js';

const FILTER: KubeRef = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: {name: 'stock-envoy', namespace: 'istio-system'},
};

/**
 * Makes what istiods of these versions send acceptable to stock Envoy: takes Istio's own network filters out, and writes
 * the caller's SPIFFE id where RBAC rules look for it. While two versions run in one cluster it is for both of them; to
 * one that needs less it changes nothing that counts. Undefined where none needs it.
 */
export function stockEnvoyFilter(versions: readonly string[]): KubeObject | undefined {
  const needs = versions.map(stockEnvoyNeeds);
  const filters = [...new Set(needs.flatMap(({filters: names}) => names))];
  const configPatches = [
    ...filters.flatMap((name) => [without(name, 'SIDECAR_INBOUND'), without(name, 'GATEWAY')]),
    ...(needs.some(({principal}) => principal === 'filter state') ? [withPeerPrincipal()] : []),
  ];
  return configPatches.length === 0 ? undefined : {...FILTER, spec: {configPatches}};
}

/** Whether a cluster has the filter that these versions need, and none where they need none. */
export async function lookStockEnvoy(kube: Kube, versions: readonly string[]): Promise<Look> {
  const filter = stockEnvoyFilter(versions);
  if (filter !== undefined) return lookApplied(kube, [filter]);
  const left = (await kube.get(FILTER)) !== undefined;
  const needless = `Istio ${versions.join(' and ')} needs no EnvoyFilter`;
  return {done: !left, seen: left ? `${needless}; one is there` : needless};
}

export async function bringStockEnvoy(kube: Kube, versions: readonly string[]): Promise<void> {
  const filter = stockEnvoyFilter(versions);
  await (filter === undefined ? kube.remove(FILTER) : kube.apply([filter]));
}

function without(name: string, context: 'SIDECAR_INBOUND' | 'GATEWAY'): object {
  return {
    applyTo: 'NETWORK_FILTER',
    match: {context, listener: {filterChain: {filter: {name}}}},
    patch: {operation: 'REMOVE'},
  };
}

function withPeerPrincipal(): object {
  const httpManager = 'envoy.filters.network.http_connection_manager';
  return {
    applyTo: 'HTTP_FILTER',
    match: {context: 'SIDECAR_INBOUND', listener: {filterChain: {filter: {name: httpManager}}}},
    patch: {
      operation: 'INSERT_FIRST',
      value: {
        name: 'peer_principal',
        // Wrapped: the webhook of Istio 1.17 does not know this filter's own type.
        typed_config: {
          '@type': 'type.googleapis.com/udpa.type.v1.TypedStruct',
          type_url: 'type.googleapis.com/envoy.extensions.filters.http.set_filter_state.v3.Config',
          value: {
            on_request_headers: [
              {
                object_key: 'io.istio.peer_principal',
                factory_key: 'envoy.string',
                format_string: {text_format_source: {inline_string: '%DOWNSTREAM_PEER_URI_SAN%'}},
              },
            ],
          },
        },
      },
    },
  };
}
