import {at, fieldsAt, itemsAt, stringAt, without, type Fields} from '../../base/json.js';
import type {XdsSection} from '../state.js';
import {flatEndpoints} from './endpoints.js';

/** Envoy's page `config_dump?include_eds`, read: what came by xDS, each resource by its name. */
export interface Dump extends Readonly<Record<XdsSection, Readonly<Record<string, unknown>>>> {
  readonly bootstrap: unknown;
  /** By kind and name: why Envoy did not take it. */
  readonly rejected: Readonly<Record<string, string>>;
}

/** Where a resource stands in its entry of the dump; one that is being warmed counts as taken. */
const ACTIVE = ['active_state', 'warming_state'] as const;

/**
 * Static clusters, listeners and routes are left out: they are part of the bootstrap or of a listener. So are secrets,
 * and what says when and in which push something came.
 */
export function dumpOf(page: unknown): Dump {
  const [clusterPages, listeners, routes, endpoints, extensions] = [
    'ClustersConfigDump',
    'ListenersConfigDump',
    'RoutesConfigDump',
    'EndpointsConfigDump',
    'EcdsConfigDump',
  ].map((kind) => configsOf(page, kind));
  const entries = {
    clusters: all(clusterPages, 'dynamic_active_clusters', 'dynamic_warming_clusters'),
    listeners: all(listeners, 'dynamic_listeners'),
    routes: all(routes, 'dynamic_route_configs'),
  };
  const clusters = named(entries.clusters.map((entry) => at(entry, 'cluster')));
  return {
    clusters,
    listeners: named(entries.listeners.map(listenerOf)),
    routes: named(entries.routes.map((entry) => at(entry, 'route_config'))),
    endpoints: Object.fromEntries(
      all(endpoints, 'dynamic_endpoint_configs')
        .map((entry) => at(entry, 'endpoint_config'))
        .filter((config) => isTold(clusters[stringAt(config, 'cluster_name')]))
        .map((config) => [stringAt(config, 'cluster_name'), flatEndpoints(config)]),
    ),
    extensions: named(all(extensions, 'ecds_filters').map((entry) => at(entry, 'ecds_filter'))),
    bootstrap: fieldsAt(configsOf(page, 'BootstrapConfigDump')[0], 'bootstrap'),
    rejected: Object.fromEntries(
      Object.entries(entries).flatMap(([kind, its]) => its.flatMap((entry) => refusalOf(kind, entry))),
    ),
  };
}

/**
 * Whether a cluster's hosts are those that the control plane has told it. A cluster by the original destination, as
 * Istio's inbound ones are, has whom calls have led to of late; others have theirs in what they are themselves.
 */
function isTold(cluster: Fields | undefined): boolean {
  return cluster?.['type'] === 'EDS';
}

function configsOf(page: unknown, kind: string): readonly unknown[] {
  return itemsAt(page, 'configs').filter((config) => stringAt(config, '@type').endsWith(`.${kind}`));
}

function all(configs: readonly unknown[] = [], ...lists: readonly string[]): readonly unknown[] {
  return configs.flatMap((config) => lists.flatMap((list) => itemsAt(config, list)));
}

function listenerOf(entry: unknown): unknown {
  return ACTIVE.map((state) => at(entry, state, 'listener')).find((listener) => listener !== undefined);
}

/** The kind of a resource is said by where it stands. */
function named(resources: readonly unknown[]): Readonly<Record<string, Fields>> {
  return Object.fromEntries(
    resources
      .filter((resource) => resource !== undefined)
      .map((resource) => [stringAt(resource, 'name'), without(fieldsAt(resource), ['@type'])] as const),
  );
}

function refusalOf(kind: string, entry: unknown): readonly (readonly [string, string])[] {
  const details = stringAt(entry, 'error_state', 'details');
  if (details === '') return [];
  const inside = ['cluster', 'route_config'].map((key) => stringAt(entry, key, 'name'));
  const name = [stringAt(entry, 'name'), ...inside].find((text) => text !== '') ?? 'one without a name';
  return [[`${kind} ${name}`, details]];
}
