import type {KubeObject} from '../../drivers/kube/kube.js';
import {part} from './objects.js';

type Fields = Readonly<Record<string, unknown>>;

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

/** Why a rule never takes a host out of a set of this size, or lets calls go to it all the same; or undefined. Pure. */
export function neverEjects(outlier: Fields, hosts: number): string | undefined {
  const number = (name: string): number | undefined => {
    const value = outlier[name];
    return typeof value === 'number' ? value : undefined;
  };
  const most = number('maxEjectionPercent');
  // 0 is what Istio takes for not said.
  if (most !== undefined && most > 0 && 100 / hosts > most) return `maxEjectionPercent is ${most}`;
  const least = number('minHealthPercent');
  if (least !== undefined && (100 * (hosts - 1)) / hosts < least) return `minHealthPercent is ${least}`;
  const off = (name: string): boolean => (number(name) ?? 0) === 0;
  if (number('consecutive5xxErrors') === 0 && off('consecutiveGatewayErrors'))
    return 'consecutive5xxErrors is 0';
  return undefined;
}
