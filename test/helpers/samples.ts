import type {Fields} from '../../src/base/json.js';
import {GATEWAY, type Given, type GivenObject, type GivenProxy} from './mesh-state.js';

/** What two releases make of the same thing; as their sources have it. */
export interface Sample {
  readonly older: Given;
  readonly newer: Given;
}

export const proxies = (older: GivenProxy, newer: GivenProxy): Sample => ({
  older: {proxies: [older]},
  newer: {proxies: [newer]},
});

export const objects = (kind: string, name: string, older: unknown, newer: unknown): Sample => {
  const given = (value: unknown): Given => {
    const object: Omit<GivenObject, 'value'> = {kind, namespace: 'istio-system', name};
    return {objects: value === undefined ? [] : [{...object, value}]};
  };
  return {older: given(older), newer: given(newer)};
};

export const manager = (filters: readonly Fields[], more: Fields = {}): Fields => ({
  name: 'virtualInbound',
  filter_chains: [
    {
      filters: [
        {
          name: 'envoy.filters.network.http_connection_manager',
          typed_config: {http_filters: filters, ...more},
        },
      ],
    },
  ],
});
export const listeners = (older: Fields, newer: Fields): Sample =>
  proxies({listeners: {virtualInbound: older}}, {listeners: {virtualInbound: newer}});
export const routes = (older: Fields, newer: Fields): Sample => {
  const route = (action: Fields): Fields => ({
    name: '80',
    virtual_hosts: [{name: 'a', routes: [{name: 'r', ...action}]}],
  });
  return proxies({routes: {'80': route(older)}}, {routes: {'80': route(newer)}});
};
export const clusters = (older: Fields, newer: Fields): Sample =>
  proxies({clusters: {'outbound|80||a': older}}, {clusters: {'outbound|80||a': newer}});
export const endpoints = (older: readonly Fields[], newer: readonly Fields[], cluster: Fields = {}): Sample =>
  proxies(
    {clusters: {'outbound|80||a': cluster}, endpoints: {'outbound|80||a': older}},
    {clusters: {'outbound|80||a': cluster}, endpoints: {'outbound|80||a': newer}},
  );
export const started = (older: Fields, newer: Fields): Sample =>
  proxies({bootstrap: older}, {bootstrap: newer});
export const metadata = (older: Fields, newer: Fields): Sample =>
  started({node: {metadata: older}}, {node: {metadata: newer}});
export const istiodEnv = (older: readonly Fields[], newer: readonly Fields[]): Sample => {
  const deployment = (env: readonly Fields[]): Fields => ({
    spec: {template: {spec: {containers: [{name: 'discovery', env}]}}},
  });
  return objects('Deployment', 'istiod', deployment(older), deployment(newer));
};
export const pod = (older: Fields, newer: Fields): Sample => {
  const injected = (more: Fields): Fields => ({
    labels: {app: 'webapp'},
    annotations: {},
    containers: [{name: 'istio-proxy', ...more}],
  });
  return {
    older: {objects: [{kind: 'Pod', namespace: 'istioinaction', name: 'webapp', value: injected(older)}]},
    newer: {objects: [{kind: 'Pod', namespace: 'istioinaction', name: 'webapp', value: injected(newer)}]},
  };
};
export const settings = (name: string, older: Fields, newer: Fields): Sample =>
  objects('ConfigMap', name, older, newer);
export const rules = (
  kind: string,
  name: string,
  older: readonly Fields[],
  newer: readonly Fields[],
): Sample => objects(kind, name, {rules: older}, {rules: newer});

export const PODS = {apiGroups: [''], resources: ['pods'], verbs: ['get']};
export const MTLS = {'envoy.transport_socket_match': {tlsMode: 'istio'}};
export const REMOTE = {address: `${GATEWAY}:15443`, locality: 'eastus/0', priority: 1, metadata: MTLS};
export const LOCAL = {address: '10.10.0.7:8080', locality: 'westus/0', metadata: MTLS};
export const RULED = {
  transport_socket: {name: 'envoy.transport_sockets.tls'},
  metadata: {
    filter_metadata: {
      istio: {config: '/apis/networking.istio.io/v1alpha3/namespaces/istioinaction/destination-rule/a'},
    },
  },
};
export const RULE: GivenObject = {
  kind: 'DestinationRule',
  namespace: 'istioinaction',
  name: 'a',
  value: {spec: {host: 'a'}},
};
export const withRule = ({older, newer}: Sample): Sample => ({
  older: {...older, objects: [RULE]},
  newer: {...newer, objects: [RULE]},
});
