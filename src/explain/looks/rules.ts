import type {KubeObject} from '../../drivers/kube/kube.js';
import {part} from './objects.js';

type Fields = Readonly<Record<string, unknown>>;

/** Envoy's runtime value that overrides the percentage of every rule. */
export const MOST_EJECTED = 'outlier_detection.max_ejection_percent';

/** What a DestinationRule says that has to do with localities. */
export interface RuleSeen {
  readonly namespace: string;
  readonly name: string;
  /** Name of the service without namespace, where it is one of the lab's. */
  readonly service: string | undefined;
  /** It says anything about traffic at all, not only subsets. */
  readonly hasPolicy: boolean;
  readonly outlier: Fields | undefined;
  /** It says itself how localities are used. */
  readonly ownLocalities: boolean;
}

/** Reads a DestinationRule; its host may be given short, as it is taken in its own namespace. Pure. */
export function ruleSeen(rule: KubeObject, namespace: string): RuleSeen {
  const {host = '', trafficPolicy} = part(rule, 'spec') as {host?: string; trafficPolicy?: Fields};
  const place = rule.metadata.namespace ?? '';
  const ports = (trafficPolicy?.['portLevelSettings'] ?? []) as readonly Fields[];
  const outliers = [trafficPolicy, ...ports].map((one) => one?.['outlierDetection'] as Fields | undefined);
  const balancers = [trafficPolicy, ...ports].map((one) => one?.['loadBalancer'] as Fields | undefined);
  return {
    namespace: place,
    name: rule.metadata.name,
    service: serviceOf(host, place, namespace),
    hasPolicy: trafficPolicy !== undefined,
    outlier: outliers.find((one) => one !== undefined),
    ownLocalities: balancers.some((one) => one?.['localityLbSetting'] !== undefined),
  };
}

function serviceOf(host: string, place: string, namespace: string): string | undefined {
  const [service = '', of = place, ...rest] = host.split('.');
  const local = rest.length === 0 || ['svc', 'svc.cluster.local'].includes(rest.join('.'));
  return local && of === namespace && service !== '*' ? service : undefined;
}

/** By what a proxy decides whether it may take one more host out, beside the rule. */
export interface Ejecting {
  readonly hosts: number;
  /** Envoys up to 1.27, and with them istio-proxy up to Istio 1.19, take one host out whatever the percentage. */
  readonly alwaysOne: boolean;
  /** `outlier_detection.max_ejection_percent` as the proxy has it in effect; it overrides every rule. */
  readonly runtimePercent: number | undefined;
  /** Healthy hosts come after these: there is no panic as long as they can take the calls. */
  readonly standBy: boolean;
}

/** What Envoy takes where nobody says a percentage. */
const USUAL_PERCENT = 10;

/** Why nobody is taken out, and whether that is the runtime value's doing and not the rule's. */
export interface Never {
  readonly what: string;
  readonly byRuntime: boolean;
}

/** Why a proxy never takes a host out by this rule, or lets calls go to it all the same; or undefined. Pure. */
export function neverEjects(
  outlier: Fields,
  {hosts, alwaysOne, runtimePercent, standBy}: Ejecting,
): Never | undefined {
  const byRule = (what: string): Never => ({what, byRuntime: false});
  const number = (name: string): number | undefined => {
    const value = outlier[name];
    return typeof value === 'number' ? value : undefined;
  };
  // 0 is what Istio takes for not said.
  const said = number('maxEjectionPercent') ?? 0;
  const most = runtimePercent ?? (said === 0 ? USUAL_PERCENT : said);
  if (!alwaysOne && 100 / hosts > most) {
    if (runtimePercent !== undefined)
      return {what: `the runtime value ${MOST_EJECTED} is ${most}`, byRuntime: true};
    return byRule(
      said === 0 ? `maxEjectionPercent is not said, which is ${most}` : `maxEjectionPercent is ${most}`,
    );
  }
  const least = number('minHealthPercent');
  if (!standBy && least !== undefined && (100 * (hosts - 1)) / hosts < least)
    return byRule(`minHealthPercent is ${least}`);
  const off = (name: string): boolean => (number(name) ?? 0) === 0;
  if (number('consecutive5xxErrors') === 0 && off('consecutiveGatewayErrors'))
    return byRule('consecutive5xxErrors is 0');
  return undefined;
}

/** What Envoy takes where a rule does not say a number. */
const USUAL_ERRORS = 5;

/** How many errors in a row a rule wants before a host is taken out; 1 where it wants none ever. Pure. */
export function errorsThatEject({consecutive5xxErrors: said}: Fields): number {
  return typeof said === 'number' ? Math.max(said, 1) : USUAL_ERRORS;
}
