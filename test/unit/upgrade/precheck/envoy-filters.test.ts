import test from 'ava';
import {ENVOY_FILTER_CHECKS} from '../../../../src/upgrade/precheck/envoy-filters.js';
import {
  filter,
  inserted,
  LUA_V3,
  SYSTEM,
  testBreakers,
  TO_18,
  TO_19,
  TO_20,
  type Breakers,
} from '../../../helpers/breakers.js';

const BREAKERS: Breakers = {
  'UPGRADE-ENVOYFILTER-V2': {
    hop: TO_19,
    has: {
      envoyFilters: [
        filter(
          inserted({
            name: 'lua',
            typed_config: {'@type': 'type.googleapis.com/envoy.config.filter.http.lua.v2.Lua'},
          }),
        ),
      ],
    },
    seen: /envoy\.config\.filter\.http\.lua\.v2\.Lua, which 1\.19 refuses/,
    level: 'fault',
    harmless: {envoyFilters: [filter(inserted({name: 'lua', typed_config: LUA_V3}))]},
    elsewhere: TO_18,
  },
  'UPGRADE-ENVOYFILTER-UNTYPED': {
    hop: TO_19,
    has: {
      envoyFilters: [filter(inserted({name: 'envoy.filters.http.lua', typed_config: {inline_code: 'x'}}))],
    },
    seen: /adds envoy\.filters\.http\.lua without a typed_config/,
    level: 'fault',
    harmless: {
      envoyFilters: [
        filter(inserted({name: 'lua', typed_config: LUA_V3})),
        filter({applyTo: 'HTTP_FILTER', patch: {operation: 'REMOVE'}}),
        filter({applyTo: 'CLUSTER', patch: {operation: 'ADD', value: {name: 'x'}}}),
      ],
    },
    elsewhere: TO_20,
  },
  'UPGRADE-ENVOYFILTER-NAMES': {
    hop: TO_19,
    has: {
      envoyFilters: [
        filter(
          inserted(
            {name: 'lua', typed_config: LUA_V3},
            {name: 'envoy.filters.network.http_connection_manager', subFilter: {name: 'envoy.router'}},
          ),
        ),
      ],
    },
    seen: /matches envoy\.router, which 1\.19 finds nowhere; it is envoy\.filters\.http\.router/,
    level: 'fault',
    harmless: {
      envoyFilters: [
        filter(
          inserted(
            {name: 'lua', typed_config: LUA_V3},
            {
              name: 'envoy.filters.network.http_connection_manager',
              subFilter: {name: 'envoy.filters.http.router'},
            },
          ),
        ),
      ],
    },
    elsewhere: TO_18,
  },
  'UPGRADE-FILTER-ORDER': {
    hop: TO_20,
    has: {
      envoyFilters: [
        filter(
          inserted(
            {name: 'lua', typed_config: LUA_V3},
            {name: 'x', subFilter: {name: 'istio.metadata_exchange'}},
          ),
        ),
      ],
    },
    seen: /inserts beside istio\.metadata_exchange/,
    level: 'warning',
    harmless: {
      envoyFilters: [
        {
          ...filter({applyTo: 'HTTP_FILTER', patch: {operation: 'INSERT_FIRST', value: {}}}),
          metadata: {name: 'stock-envoy', namespace: SYSTEM},
        },
      ],
    },
    elsewhere: TO_19,
  },
};

testBreakers(test, ENVOY_FILTER_CHECKS, BREAKERS);
