import {fieldsAt, isFields, unpacked, without, type Fields} from '../../base/json.js';
import type {PartStore} from '../parts.js';
import {
  XDS_SECTIONS,
  type MeshConfiguration,
  type Named,
  type ProxyConfiguration,
  type XdsSection,
} from '../state.js';
import {endpointsOf, workloadName} from './endpoints.js';
import {ownVisitor} from './labels.js';
import {REVISION, type Names} from './names.js';
import {asSet, walked, type Visitor} from './walk.js';

/** Of a gateway by istioctl the canonical revision is that of its control plane, and `latest` without one. */
const OWN_REVISION = 'istio.canonical_revision';

/** Of the node only what is drawn by lot, or is said elsewhere. */
const NODE_NOISE = ['id', 'extensions', 'user_agent_name', 'user_agent_version', 'user_agent_build_version'];
const METADATA_NOISE = ['NAME', 'INSTANCE_IPS', 'ISTIO_PROXY_SHA'];
const ANNOTATION_NOISE = [
  'kubernetes.io/config.seen',
  'kubernetes.io/config.source',
  'kubectl.kubernetes.io/restartedAt',
];

/** Proxies as they are in every look at an unchanged mesh. */
export function normalProxies(
  state: MeshConfiguration,
  names: Names,
  store: PartStore,
): readonly ProxyConfiguration[] {
  const part = (digest: string): unknown => state.parts[digest];
  // Most parts are those of many proxies; of gateways some texts mean something else.
  const made = new Map<string, string>();
  const normal = (section: XdsSection, digest: string, kind: ProxyConfiguration['kind']): string => {
    const key = `${section} ${kind} ${digest}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = part(digest);
    const found =
      section === 'endpoints'
        ? endpointsOf(value, state.addresses.gateways, names)
        : walked(value, meshVisitor(names, kind));
    const name = found === value ? store.keep(digest, value) : store.put(found);
    made.set(key, name);
    return name;
  };
  return state.proxies.map((proxy) => {
    const {kind, cluster} = proxy;
    const sections = Object.fromEntries(
      XDS_SECTIONS.map((section) => {
        const its = Object.entries(proxy[section]).map(
          ([name, digest]) => [names.mesh(name), normal(section, digest, kind)] as const,
        );
        return [section, merged(section, its, store)];
      }),
    ) as Record<XdsSection, Named>;
    const rejected = Object.entries(proxy.rejected).map(([name, why]) => [names.mesh(name), names.mesh(why)]);
    return {
      ...proxy,
      ...sections,
      rejected: Object.fromEntries(rejected) as Readonly<Record<string, string>>,
      bootstrap: store.put(bootstrapOf(part(proxy.bootstrap), ownVisitor(names, state, cluster, kind))),
    };
  });
}

function meshVisitor({mesh}: Names, kind: ProxyConfiguration['kind']): Visitor {
  return {
    text: (text, key) => (key === 'workload' ? workloadName(mesh(text)) : mesh(text)),
    fields: (fields) =>
      kind === 'gateway' && fields['tag'] === OWN_REVISION ? {...fields, literal: {value: REVISION}} : fields,
  };
}

/** What got the same name: hosts are put together, of others one is kept of those that are the same. */
function merged(
  section: XdsSection,
  entries: readonly (readonly [string, string])[],
  store: PartStore,
): Named {
  const byName = new Map<string, Set<string>>();
  for (const [name, digest] of entries) byName.set(name, (byName.get(name) ?? new Set()).add(digest));
  const found = [...byName].flatMap(([name, digests]): (readonly [string, string])[] => {
    const [first = '', ...others] = [...digests].sort();
    if (others.length === 0) return [[name, first]];
    if (section === 'endpoints') {
      const hosts = [first, ...others].flatMap((digest) => store.get(digest) as readonly unknown[]);
      return [[name, store.put(asSet(hosts))]];
    }
    return [first, ...others].map((digest, index) => [index === 0 ? name : `${name} (${index + 1})`, digest]);
  });
  return Object.fromEntries(found.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function bootstrapOf(bootstrap: unknown, visitor: Visitor): unknown {
  const node = fieldsAt(bootstrap, 'node');
  const metadata = without(fieldsAt(node, 'metadata'), METADATA_NOISE);
  const annotations = without(fieldsAt(metadata, 'ANNOTATIONS'), ANNOTATION_NOISE);
  const read: Fields = Object.fromEntries(
    Object.entries(annotations).map(([key, text]) => [key, unpacked(String(text))]),
  );
  const cleaned = {
    ...fieldsAt({bootstrap}, 'bootstrap'),
    node: {
      ...without(node, NODE_NOISE),
      metadata: {...metadata, ...(isFields(metadata['ANNOTATIONS']) ? {ANNOTATIONS: read} : {})},
    },
  };
  return walked(cleaned, visitor);
}
