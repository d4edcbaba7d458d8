import type {KubeObject} from '../../drivers/kube/kube.js';

/** Present in Istio's proxy only; a listener that names it is refused whole by stock Envoy. */
const ISTIO_AUTHN = 'istio_authn';

/**
 * Makes istiod's configuration acceptable to stock Envoy: takes Istio's own authentication filter out, and
 * writes the caller's SPIFFE id where istiod's RBAC rules look for it.
 */
export const stockEnvoyFilter: KubeObject = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: {name: 'stock-envoy', namespace: 'istio-system'},
  spec: {configPatches: [withoutAuthn('SIDECAR_INBOUND'), withoutAuthn('GATEWAY'), withPeerPrincipal()]},
};

function withoutAuthn(context: 'SIDECAR_INBOUND' | 'GATEWAY'): object {
  return {
    applyTo: 'NETWORK_FILTER',
    match: {context, listener: {filterChain: {filter: {name: ISTIO_AUTHN}}}},
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
