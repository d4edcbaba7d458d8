import type {KubeObject} from '../../drivers/kube/kube.js';
import {byNumber} from '../../plan/istio.js';
import {clusterNamed, type Plan} from '../../plan/plan.js';
import type {Endpoint} from '../../scenario/measured.js';
import {fault, faultsIn, passing, type Fault, type Judged} from '../judged.js';
import {clusterOf, type GatewayAddresses, type ProxyHosts} from '../looks/hosts.js';
import {errorsThatEject, neverEjects, ruleSeen, type RuleSeen} from '../looks/rules.js';

export const REGION = 'topology.kubernetes.io/region';

export const ZONE = 'topology.kubernetes.io/zone';

/** The hosts that a proxy has, and what overrides the percentage of the rules for them. */
export interface ProxyLocality extends ProxyHosts {
  readonly runtimePercent?: number | undefined;
}

export interface ClusterLocality {
  readonly cluster: string;
  /** Labels of its node. */
  readonly labels: Readonly<Partial<Record<string, string>>>;
  readonly proxies: readonly ProxyLocality[];
  readonly rules: readonly KubeObject[];
}

export interface LocalitySeen {
  readonly gateways: GatewayAddresses;
  readonly clusters: readonly ClusterLocality[];
}

/** Pure. */
export function judgeLocality(seen: LocalitySeen, plan: Plan): Judged {
  const {clusters} = seen;
  return {
    evidence: clusters.map((one) => evidenceOf(one, plan)),
    faults: faultsIn(
      clusters.map((one) => labelFault(one, plan)),
      clusters.map((one) => rulesOf(one, plan).map((rule) => ruleFault(rule, one, seen, plan))),
      clusters.map((one) => localityFault(one, seen, plan)),
      clusters.map((one) => rulesOf(one, plan).map((rule) => priorityFault(rule, one, seen, plan))),
    ),
  };
}

function rulesOf({rules}: ClusterLocality, {namespace}: Plan): readonly RuleSeen[] {
  return rules.map((rule) => ruleSeen(rule, namespace)).filter(({service}) => service !== undefined);
}

function evidenceOf(one: ClusterLocality, plan: Plan) {
  const {cluster, labels, proxies} = one;
  const places = new Set(
    proxies.flatMap(({services}) =>
      services.flatMap(({hosts}) =>
        hosts.map(({address, locality, priority}) => `${address} ${text(locality)} priority ${priority}`),
      ),
    ),
  );
  const rules = rulesOf(one, plan).map(
    ({name, outlier}) => `rule ${name} ${outlier === undefined ? 'without' : 'with'} outlierDetection`,
  );
  const node = `node ${labels[REGION] ?? 'no region'}/${labels[ZONE] ?? 'no zone'}`;
  return {of: cluster, seen: [node, ...places, ...(rules.length === 0 ? ['no rule'] : rules)].join('; ')};
}

function text({region, zone}: Endpoint['locality']): string {
  return region === '' ? 'nowhere' : `${region}/${zone}`;
}

function labelFault({cluster, labels}: ClusterLocality, plan: Plan): Fault | undefined {
  const {node, locality} = clusterNamed(plan, cluster);
  const wanted = {[REGION]: locality.region, [ZONE]: locality.zone};
  const wrong = Object.entries(wanted).find(([label, value]) => labels[label] !== value);
  if (wrong === undefined) return undefined;
  const [label, value] = wrong;
  return fault('locality-labels-missing', {
    cluster,
    node,
    region: locality.region,
    zone: locality.zone,
    namespace: plan.namespace,
    label,
    wanted: value,
    found: labels[label] ?? 'nothing',
  });
}

/** The hosts of a service in the proxy of a cluster that has most of them. */
function mostHosts({proxies}: ClusterLocality, service: string | undefined): readonly Endpoint[] {
  const all = proxies.flatMap(({services}) => services.filter((one) => one.service === service));
  return all.reduce<readonly Endpoint[]>((most, {hosts}) => (hosts.length > most.length ? hosts : most), []);
}

function regionsOf(hosts: readonly Endpoint[], {gateways}: LocalitySeen, plan: Plan): ReadonlySet<string> {
  return new Set(hosts.flatMap((host) => clusterOf(host, plan, gateways)?.locality.region ?? []));
}

function ruleFault(rule: RuleSeen, one: ClusterLocality, seen: LocalitySeen, plan: Plan): Fault | undefined {
  const {namespace, name, service = '', outlier, hasPolicy} = rule;
  const hosts = mostHosts(one, service);
  if (regionsOf(hosts, seen, plan).size < 2) return undefined;
  const where = {cluster: one.cluster, namespace, name, rule: `${namespace}/${name}`};
  if (outlier === undefined) {
    // Rules for one host are put together: another may have what this one lacks. One with subsets only asks for nothing.
    const elsewhere = rulesOf(one, plan).some(
      (other) => other.service === service && other.outlier !== undefined,
    );
    return elsewhere || !hasPolicy ? undefined : fault('outlier-detection-missing', {...where, service});
  }
  const {consecutiveErrors} = outlier;
  const read = ['consecutive5xxErrors', 'consecutiveGatewayErrors'].some(
    (field) => outlier[field] !== undefined,
  );
  if (consecutiveErrors !== undefined && !read)
    return fault('outlier-field-ignored', {...where, count: JSON.stringify(consecutiveErrors)});
  for (const {proxy, services, runtimePercent} of one.proxies) {
    const its = services.filter((each) => each.service === service).flatMap((each) => each.hosts);
    if (regionsOf(its, seen, plan).size < 2) continue;
    const ejecting = {
      hosts: its.length,
      alwaysOne: alwaysEjectsOne(plan, one.cluster),
      runtimePercent,
      standBy: its.some(({priority, health, outlier: word}) => priority > 0 && isWell(health, word)),
    };
    const never = neverEjects(outlier, ejecting);
    if (never === undefined) continue;
    const {deployment, namespace: place} = proxy;
    return fault('ejection-never', {
      ...where,
      service,
      what: never.what,
      hosts: String(its.length),
      deployment,
      place,
      overridden: never.byRuntime ? deployment : '',
      errors: String(errorsThatEject(outlier)),
    });
  }
  return undefined;
}

/** A host that can take calls, by the control plane's word and by Envoy's own. */
function isWell(health: string, outlier: string): boolean {
  return health === 'HEALTHY' && outlier === 'OK';
}

/** istio-proxy of Istio 1.19 and before is made of Envoy 1.27 at most. */
const FIRST_TO_COUNT = '1.20.0';

function alwaysEjectsOne(plan: Plan, cluster: string): boolean {
  const {version} = clusterNamed(plan, cluster).istio;
  return plan.supplied.proxy.kind === 'istio-proxy' && byNumber(version, FIRST_TO_COUNT) < 0;
}

/** An endpoint that counts as being elsewhere than its node's labels say. */
function localityFault({proxies}: ClusterLocality, {gateways}: LocalitySeen, plan: Plan): Fault | undefined {
  for (const {services} of proxies) {
    for (const {service, hosts} of services) {
      for (const host of hosts) {
        const home = clusterOf(host, plan, gateways);
        if (home === undefined || host.locality.region === home.locality.region) continue;
        return passing('pods-older-than-labels', {
          cluster: home.name,
          namespace: plan.namespace,
          wanted: text(home.locality),
          what: service,
          found: text(host.locality),
        });
      }
    }
  }
  return undefined;
}

/** A proxy that counts as being elsewhere itself: with a rule the near hosts must come first, the far ones later. */
function priorityFault(
  {service, outlier, ownLocalities}: RuleSeen,
  one: ClusterLocality,
  {gateways}: LocalitySeen,
  plan: Plan,
): Fault | undefined {
  if (outlier === undefined || ownLocalities) return undefined;
  const own = clusterNamed(plan, one.cluster);
  for (const {proxy, services} of one.proxies) {
    const hosts = services.filter((each) => each.service === service).flatMap((each) => each.hosts);
    const isNear = (host: Endpoint): boolean =>
      clusterOf(host, plan, gateways)?.locality.region === own.locality.region;
    const near = hosts.filter(isNear);
    const far = hosts.filter((host) => !isNear(host));
    if (near.length === 0 || far.length === 0) continue;
    // Within a region zones have priorities of their own: all of them come before those of another region.
    const last = Math.max(...near.map(({priority}) => priority));
    if (near.some(({priority}) => priority === 0) && far.every(({priority}) => priority > last)) continue;
    return passing('pods-older-than-labels', {
      cluster: one.cluster,
      namespace: proxy.namespace,
      wanted: text(own.locality),
      what: `the proxy of ${proxy.deployment}`,
      found: 'elsewhere',
    });
  }
  return undefined;
}
