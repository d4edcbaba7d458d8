import {existsSync, readFileSync} from 'node:fs';
import test from 'ava';
import {compare} from '../../../src/differences/index.js';
import type {MeshState} from '../../../src/differences/state.js';
import {everywhere, meshState, type GivenProxy} from '../../helpers/mesh-state.js';

const SERVICES = 920;
const PROXIES = 12;
const KINDS = 4;

/**
 * What a proxy of a large mesh has: about 2 MB of JSON. Those of one cluster and kind have the same of others' services, as
 * istiod gives it to them: of twelve proxies there are four kinds.
 */
function largeProxy(index: number, newer: boolean): GivenProxy {
  const names = Array.from(
    {length: SERVICES},
    (_, number) => `outbound|80||service-${number}.shop.svc.cluster.local`,
  );
  const named = <T>(of: (name: string, number: number) => T): Record<string, T> =>
    Object.fromEntries(names.map((name, number) => [name, of(name, number)]));
  const kind = index % KINDS;
  const filters = [
    'istio.metadata_exchange',
    'envoy.filters.http.fault',
    'envoy.filters.http.cors',
    'envoy.filters.http.router',
  ];
  return {
    cluster: index % 2 === 0 ? 'west' : 'east',
    namespace: index % KINDS < 2 ? 'istio-system' : 'istioinaction',
    workload: `shop-${index}`,
    clusters: named((name, number) => ({
      name,
      type: 'EDS',
      eds_cluster_config: {
        eds_config: {ads: {}, initial_fetch_timeout: '0s', resource_api_version: 'V3'},
        service_name: name,
      },
      connect_timeout: '10s',
      circuit_breakers: {
        thresholds: [{max_connections: 4294967295, max_pending_requests: 4294967295, track_remaining: true}],
      },
      transport_socket_matches: [
        {
          name: 'tlsMode-istio',
          match: {tlsMode: 'istio'},
          transport_socket: {
            name: 'envoy.transport_sockets.tls',
            typed_config: {
              common_tls_context: {
                alpn_protocols: ['istio-peer-exchange', 'istio'],
                combined_validation_context: {
                  default_validation_context: {
                    match_subject_alt_names: [
                      {exact: `spiffe://cluster.local/ns/shop/sa/${number}-${kind}`},
                      {exact: `spiffe://cluster.local/ns/other/sa/${number}-${kind}`},
                    ],
                  },
                },
              },
              sni: `outbound_.80_._.service-${number}.shop.svc.cluster.local`,
            },
          },
        },
      ],
      metadata: {
        filter_metadata: {
          istio: {
            services: [
              {
                host: `service-${number}.shop.svc.cluster.local`,
                name: `service-${number}`,
                namespace: 'shop',
              },
            ],
            ...(newer ? {} : {default_original_port: 80}),
          },
        },
      },
    })),
    endpoints: named((_, number) =>
      [0, 1, 2].map((pod) => ({
        address: `10.10.${kind}.${(number + pod) % 250}:8080`,
        locality: 'westus/0',
        metadata: {
          'envoy.transport_socket_match': {tlsMode: 'istio'},
          istio: {workload: `service-${number};shop;service-${number};v1;west-cluster`},
        },
      })),
    ),
    listeners: Object.fromEntries(
      Array.from({length: 120}, (_, number) => [
        `10.100.1.${number}_443`,
        {
          name: `10.100.1.${number}_443`,
          address: {socket_address: {address: `10.100.1.${number}`, port_value: 443}},
          ...(newer ? {continue_on_listener_filters_timeout: true} : {}),
          filter_chains: [
            {
              filter_chain_match: {application_protocols: ['http/1.0', 'http/1.1', 'h2c']},
              filters: [
                {
                  name: 'envoy.filters.network.http_connection_manager',
                  typed_config: {
                    stat_prefix: `outbound_10.100.1.${number}_443-${kind}`,
                    http_filters: filters.map((name) => ({
                      name,
                      typed_config: {type_url: `type.googleapis.com/${name}`},
                    })),
                    access_log: [
                      {
                        name: 'envoy.access_loggers.file',
                        typed_config: {path: '/dev/stdout', format: 'x'.repeat(600)},
                      },
                    ],
                  },
                },
              ],
            },
          ],
        },
      ]),
    ),
    routes: {
      '80': {
        name: '80',
        virtual_hosts: names.map((name, number) => ({
          name: `service-${number}.shop.svc.cluster.local:80`,
          domains: [
            `service-${number}.shop.svc.cluster.local`,
            `service-${number}.shop`,
            `10.100.2.${number % 250}`,
            `p${kind}`,
          ],
          routes: [
            {
              name: 'default',
              match: {prefix: '/'},
              route: {
                cluster: name,
                timeout: '0s',
                retry_policy: {num_retries: 2, retry_on: 'connect-failure,refused-stream'},
              },
            },
          ],
        })),
      },
    },
  };
}

function largeMesh(newer: boolean): MeshState {
  return meshState({
    istio: everywhere(newer ? '1.19.0' : '1.17.5'),
    services: Object.fromEntries(
      Array.from({length: 120}, (_, number) => [`10.100.1.${number}`, `shop/other-${number}`]),
    ),
    proxies: Array.from({length: PROXIES}, (_, index) => largeProxy(index, newer)),
  });
}

test('two clusters of twelve proxies with 2 MB each are compared in less than 2 s of a processor', (t) => {
  const [before, after] = [largeMesh(false), largeMesh(true)];
  const bytes = JSON.stringify(before.parts).length / KINDS;
  t.true(bytes > 1.9e6, `${bytes} bytes each`);
  const startMs = processorMs();
  const found = compare(before, after);
  const ms = processorMs() - startMs;
  t.log(`${Math.round(ms)} ms for ${Math.round((2 * PROXIES * bytes) / 1e6)} MB`);
  t.true(ms < 2000, `${ms} ms`);
  t.deepEqual(
    found.map(({known, where}) => [known, where.places]),
    [
      ['default-original-port', SERVICES * PROXIES],
      ['listener-filters-timeout', 120 * PROXIES],
    ],
  );
});

/** Time of this thread on a processor: other tests run beside this one, so the clock says nothing. */
function processorMs(): number {
  const stat = '/proc/thread-self/stat';
  if (!existsSync(stat)) return performance.now();
  // After the name, which is in brackets; the 14th and 15th field of all, in hundredths of a second.
  const fields = readFileSync(stat, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
