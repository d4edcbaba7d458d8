import {at, itemsAt, mappingsIn, stringAt} from '../../base/json.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import {goesUpTo} from '../versions.js';
import type {ClusterCheck} from './row.js';

/**
 * Names that 1.18 still matches by and 1.19 does not, with what they are called (pkg/config/xds/deprecated.go, and
 * nameMatches in pilot/pkg/networking/core/v1alpha3/envoyfilter/listener_patch.go).
 */
const RENAMED: Readonly<Record<string, string>> = {
  'envoy.buffer': 'envoy.filters.http.buffer',
  'envoy.cors': 'envoy.filters.http.cors',
  'envoy.csrf': 'envoy.filters.http.csrf',
  'envoy.ext_authz': 'envoy.filters.http.ext_authz',
  'envoy.fault': 'envoy.filters.http.fault',
  'envoy.grpc_http1_bridge': 'envoy.filters.http.grpc_http1_bridge',
  'envoy.grpc_json_transcoder': 'envoy.filters.http.grpc_json_transcoder',
  'envoy.grpc_web': 'envoy.filters.http.grpc_web',
  'envoy.health_check': 'envoy.filters.http.health_check',
  'envoy.http_connection_manager': 'envoy.filters.network.http_connection_manager',
  'envoy.ip_tagging': 'envoy.filters.http.ip_tagging',
  'envoy.listener.http_inspector': 'envoy.filters.listener.http_inspector',
  'envoy.listener.original_dst': 'envoy.filters.listener.original_dst',
  'envoy.listener.proxy_protocol': 'envoy.filters.listener.proxy_protocol',
  'envoy.listener.tls_inspector': 'envoy.filters.listener.tls_inspector',
  'envoy.lua': 'envoy.filters.http.lua',
  'envoy.mongo_proxy': 'envoy.filters.network.mongo_proxy',
  'envoy.rate_limit': 'envoy.filters.http.ratelimit',
  'envoy.ratelimit': 'envoy.filters.network.ratelimit',
  'envoy.redis_proxy': 'envoy.filters.network.redis_proxy',
  'envoy.router': 'envoy.filters.http.router',
  'envoy.tcp_proxy': 'envoy.filters.network.tcp_proxy',
};

/** Types of Envoy's second interface: `envoy.config.filter.http.lua.v2.Lua`, `envoy.api.v2.Listener`. */
const OF_V2 = /\.v2(alpha\d?)?\./;
const NEEDS_TYPE = new Set(['HTTP_FILTER', 'NETWORK_FILTER', 'LISTENER_FILTER']);
const ADDS = /^(INSERT|ADD|REPLACE)/;

/** Made by the lab itself, for proxies that are not Istio's; it goes by what each version sends. */
const OWN = 'stock-envoy';

interface Patch {
  readonly filter: KubeObject;
  readonly patch: unknown;
}

function patchesOf(filters: readonly KubeObject[]): readonly Patch[] {
  return filters
    .filter(({metadata}) => metadata.name !== OWN)
    .flatMap((filter) => itemsAt(filter, 'spec', 'configPatches').map((patch) => ({filter, patch})));
}

function nameOf({metadata: {namespace = '', name}}: KubeObject): string {
  return `EnvoyFilter ${namespace}/${name}`;
}

/** Names of filters that a patch is matched by. */
function matchedBy(patch: unknown): readonly string[] {
  const filter = at(patch, 'match', 'listener', 'filterChain', 'filter');
  return [stringAt(filter, 'name'), stringAt(filter, 'subFilter', 'name')].filter((name) => name !== '');
}

function oldTypesIn(patch: unknown): readonly string[] {
  const types = mappingsIn(at(patch, 'patch', 'value')).flatMap((part) => [
    stringAt(part, '@type'),
    stringAt(part, 'type_url'),
  ]);
  return [...new Set(types.filter((type) => OF_V2.test(type)))];
}

/** A filter that is added by its name alone, or with settings that say of no type. */
function isUntyped(patch: unknown): boolean {
  const value = at(patch, 'patch', 'value');
  const adds = ADDS.test(stringAt(patch, 'patch', 'operation')) && NEEDS_TYPE.has(stringAt(patch, 'applyTo'));
  if (!adds || value === undefined || at(value, 'config_discovery') !== undefined) return false;
  const typed = at(value, 'typed_config') ?? at(value, 'typedConfig');
  return stringAt(typed, '@type') === '';
}

/** What EnvoyFilters ask for that a version no longer takes, or takes otherwise. */
export const ENVOY_FILTER_CHECKS: readonly ClusterCheck[] = [
  {
    code: 'UPGRADE-ENVOYFILTER-V2',
    what: 'no EnvoyFilter has types of v2',
    level: 'fault',
    applies: (range) => goesUpTo(19, range),
    find: ({envoyFilters}) =>
      patchesOf(envoyFilters).flatMap(({filter, patch}) =>
        oldTypesIn(patch).map((type) => `${nameOf(filter)} has ${type}, which 1.19 refuses`),
      ),
    remedy: () => 'write the type of v3 in its place, e.g. envoy.extensions.filters.http.lua.v3.Lua',
  },
  {
    code: 'UPGRADE-ENVOYFILTER-UNTYPED',
    what: 'every EnvoyFilter that adds a filter says its type',
    level: 'fault',
    applies: (range) => goesUpTo(19, range),
    find: ({envoyFilters}) =>
      patchesOf(envoyFilters)
        .filter(({patch}) => isUntyped(patch))
        .map(({filter, patch}) => {
          const name = stringAt(patch, 'patch', 'value', 'name');
          return `${nameOf(filter)} adds ${name === '' ? 'a filter' : name} without a typed_config that has an @type`;
        }),
    remedy: () => "give it a typed_config with its '@type'",
  },
  {
    code: 'UPGRADE-ENVOYFILTER-NAMES',
    what: 'EnvoyFilters match by names that are still in use',
    level: 'fault',
    applies: (range) => goesUpTo(19, range),
    find: ({envoyFilters}) =>
      patchesOf(envoyFilters).flatMap(({filter, patch}) =>
        matchedBy(patch).flatMap((name) => {
          const now = RENAMED[name];
          return now === undefined
            ? []
            : [`${nameOf(filter)} matches ${name}, which 1.19 finds nowhere; it is ${now}`];
        }),
      ),
    remedy: () => 'match by the name that is in use; 1.16 and later take it as well',
  },
  {
    code: 'UPGRADE-FILTER-ORDER',
    what: "no EnvoyFilter goes by the place of Istio's own filters",
    level: 'warning',
    envoyBound: true,
    applies: (range) => goesUpTo(20, range),
    find: ({envoyFilters}) =>
      patchesOf(envoyFilters).flatMap(({filter, patch}) => {
        const operation = stringAt(patch, 'patch', 'operation');
        const own = matchedBy(patch).find((name) =>
          /^istio[._]|\.(stats|rbac|metadata_exchange)$/.test(name),
        );
        const first = operation === 'INSERT_FIRST' && stringAt(patch, 'applyTo') === 'HTTP_FILTER';
        if (own === undefined && !first) return [];
        return [
          `${nameOf(filter)} inserts ${own === undefined ? 'first of all' : `beside ${own}`}: 1.20 puts metadata exchange first, and TCP authorization before the metrics`,
        ];
      }),
    remedy: () => 'look at the order of filters afterwards: istioctl proxy-config listener',
  },
];
