import {itemsAt, stringAt} from '../../base/json.js';
import {
  proxyName,
  XDS_SECTIONS,
  type MeshConfiguration,
  type ProxyConfiguration,
  type XdsSection,
} from '../state.js';
import {changes, type Change} from './deep.js';
import type {Section, Seen} from './difference.js';

type Pair = readonly [ProxyConfiguration, ProxyConfiguration];

/** What differs between the proxies of two states that are normal. */
export function proxyChanges(before: MeshConfiguration, after: MeshConfiguration): readonly Seen[] {
  const [one, other] = [before, after].map(
    ({proxies}) => new Map(proxies.map((proxy) => [proxyName(proxy), proxy])),
  );
  const names = [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])].sort();
  const differ = differing(before, after);
  const sameRules = unchangedRules(before, after);
  return names.flatMap((name) => {
    const [was, is] = [one?.get(name), other?.get(name)];
    if (was !== undefined && is !== undefined) return changesOf([was, is], before, after, differ, sameRules);
    const proxy = was ?? is;
    if (proxy === undefined) return [];
    const common = {section: 'proxies', cluster: proxy.cluster, resource: name, path: ''} as const;
    const whole = {kind: proxy.kind, workload: proxy.workload};
    return [
      {
        ...common,
        proxy: {name, kind: proxy.kind},
        before: was === undefined ? undefined : whole,
        after: is === undefined ? undefined : whole,
      },
    ];
  });
}

function changesOf(
  [was, is]: Pair,
  before: MeshConfiguration,
  after: MeshConfiguration,
  differ: (one: string | undefined, other: string | undefined) => readonly Change[],
  sameRules: ReadonlySet<string>,
): readonly Seen[] {
  const name = proxyName(is);
  const common = {cluster: is.cluster, proxy: {name, kind: is.kind}};
  const seen = (section: Section, resource: string, found: readonly Change[]): readonly Seen[] =>
    found.map((change) => ({...common, section, resource, ...change}));
  const ruled = (resource: string): Pick<Seen, 'rule' | 'ownTls'> => {
    const cluster = after.parts[is.clusters[resource] ?? ''] ?? before.parts[was.clusters[resource] ?? ''];
    const rule = ruleOf(cluster);
    return rule === undefined || !sameRules.has(`${is.cluster} ${rule}`)
      ? {}
      : {rule, ownTls: itemsAt(cluster, 'transport_socket_matches').length === 0};
  };
  const sections = XDS_SECTIONS.flatMap((section) =>
    namesIn(was, is, section).flatMap((resource) => {
      const found = differ(was[section][resource], is[section][resource]);
      if (found.length === 0) return [];
      const rule = section === 'clusters' || section === 'endpoints' ? ruled(resource) : {};
      return found.map((change) => ({
        ...common,
        ...rule,
        section: sectionOf(section, change),
        resource,
        ...change,
      }));
    }),
  );
  return [
    ...sections,
    ...seen('bootstrap', '', differ(was.bootstrap, is.bootstrap)),
    ...seen('server', '', changes(was.server, is.server)),
    ...seen('rejected', '', changes(was.rejected, is.rejected)),
  ];
}

function namesIn(was: ProxyConfiguration, is: ProxyConfiguration, section: XdsSection): readonly string[] {
  const [one, other] = [was[section], is[section]];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter(
    (name) => one[name] !== other[name],
  );
}

/** Two parts are compared once, however many proxies have them. */
function differing(before: MeshConfiguration, after: MeshConfiguration) {
  const known = new Map<string, readonly Change[]>();
  return (one: string | undefined, other: string | undefined): readonly Change[] => {
    if (one === other) return [];
    const key = `${one ?? ''} ${other ?? ''}`;
    const found =
      known.get(key) ??
      changes(
        one === undefined ? undefined : before.parts[one],
        other === undefined ? undefined : after.parts[other],
      );
    known.set(key, found);
    return found;
  };
}

function sectionOf(section: XdsSection, {path}: Change): Section {
  return section === 'listeners' && /(^|\.|_)filters[[(]/.test(path) ? 'filters' : section;
}

/** Of every cluster the DestinationRules that say the same in both states. */
function unchangedRules(before: MeshConfiguration, after: MeshConfiguration): ReadonlySet<string> {
  const rulesOf = ({objects}: MeshConfiguration): ReadonlyMap<string, string> =>
    new Map(
      objects
        .filter(({kind}) => kind === 'DestinationRule')
        .map(({cluster, namespace = '', name, part}) => [`${cluster} ${namespace}/${name}`, part]),
    );
  const [one, other] = [rulesOf(before), rulesOf(after)];
  return new Set([...one].filter(([name, part]) => other.get(name) === part).map(([name]) => name));
}

/** The DestinationRule that one of Envoy's clusters was made by, `namespace/name`; undefined where there is none. */
function ruleOf(cluster: unknown): string | undefined {
  const path = stringAt(cluster, 'metadata', 'filter_metadata', 'istio', 'config');
  const [, namespace, name] = /\/namespaces\/([^/]+)\/destination-rule\/([^/]+)$/.exec(path) ?? [];
  return namespace === undefined || name === undefined ? undefined : `${namespace}/${name}`;
}
