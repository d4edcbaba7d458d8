import {partStore, sorted} from '../../src/differences/parts.js';
import {
  XDS_SECTIONS,
  type ClusterIstio,
  type MeshState,
  type Named,
  type ScenarioFigures,
  type StateName,
  type XdsSection,
} from '../../src/differences/state.js';

type Resources = Readonly<Record<string, unknown>>;

/** What is said of one proxy; what is left out is empty. */
export interface GivenProxy extends Partial<Readonly<Record<XdsSection, Resources>>> {
  readonly cluster?: string;
  readonly namespace?: string;
  readonly workload?: string;
  readonly bootstrap?: unknown;
  readonly rejected?: Readonly<Record<string, string>>;
  readonly server?: {readonly version: string; readonly workers: number};
}

export interface GivenObject {
  readonly cluster?: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
  readonly value: unknown;
}

export interface Given {
  readonly name?: StateName;
  readonly istio?: Readonly<Record<string, ClusterIstio>>;
  readonly proxy?: MeshState['proxy'];
  readonly proxies?: readonly GivenProxy[];
  readonly objects?: readonly GivenObject[];
  readonly scenarios?: readonly ScenarioFigures[];
  /** Whose the addresses of services are, beside the one of DNS. */
  readonly services?: Readonly<Record<string, string>>;
}

export const GATEWAY = '172.18.255.202';

/** A state of a mesh of west and east that has no more in it than what is given. */
export function meshState({
  name = 'before',
  istio = {west: {version: '1.17.5'}, east: {version: '1.17.5'}},
  proxy = 'stock-envoy',
  proxies = [],
  objects = [],
  scenarios = [],
  services = {},
}: Given): MeshState {
  const store = partStore();
  const put = (value: unknown): string => store.put(sorted(value));
  const made = {
    format: 1 as const,
    name,
    takenAt: '2026-11-22T06:00:00.000Z',
    proxy,
    istio,
    addresses: {
      services: {'10.100.0.10': 'kube-system/kube-dns', ...services},
      nodes: {'172.18.0.2': 'west', '172.18.0.3': 'east'},
      gateways: [GATEWAY],
      podSubnets: {'10.10.0.0/16': 'west', '10.20.0.0/16': 'east'},
      serviceSubnets: {'10.100.0.0/22': 'west', '10.200.0.0/22': 'east'},
    },
    proxies: proxies.map(
      ({cluster = 'west', namespace = 'istioinaction', workload = 'webapp', ...given}) => ({
        cluster,
        namespace,
        workload,
        kind: namespace === 'istio-system' ? ('gateway' as const) : ('sidecar' as const),
        ...(Object.fromEntries(
          XDS_SECTIONS.map((section): [XdsSection, Named] => [
            section,
            Object.fromEntries(Object.entries(given[section] ?? {}).map(([key, value]) => [key, put(value)])),
          ]),
        ) as Record<XdsSection, Named>),
        bootstrap: put(given.bootstrap ?? {}),
        rejected: given.rejected ?? {},
        server: given.server ?? {version: '1.36.2', workers: 2},
      }),
    ),
    objects: objects.map(({cluster = 'west', value, ...object}) => ({cluster, ...object, part: put(value)})),
    setAside: [],
    scenarios,
  };
  return {...made, parts: store.of(made.proxies, made.objects)};
}

/** The same version in both clusters. */
export function everywhere(version: string): Readonly<Record<string, ClusterIstio>> {
  return {west: {version}, east: {version}};
}
