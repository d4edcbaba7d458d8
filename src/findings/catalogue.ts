import type {FindingText, HolesIn} from './finding.js';
import {gateway} from './texts/gateway.js';
import {host} from './texts/host.js';
import {loadBalancer} from './texts/load-balancer.js';
import {locality} from './texts/locality.js';
import {controlPlane, network} from './texts/network.js';
import {call, dataPlane, policy} from './texts/policy.js';
import {remoteSecret} from './texts/remote-secret.js';
import {trust} from './texts/trust.js';
import {endpoints, services, workloads} from './texts/workloads.js';

/** Everything that `explain` can find, by code, in the order of cause. */
export const FINDINGS = {
  ...host,
  ...network,
  ...controlPlane,
  ...loadBalancer,
  ...trust,
  ...remoteSecret,
  ...gateway,
  ...workloads,
  ...services,
  ...endpoints,
  ...locality,
  ...policy,
  ...dataPlane,
  ...call,
} satisfies Readonly<Record<string, FindingText>>;

export type FindingCode = keyof typeof FINDINGS;

export const FINDING_CODES = Object.keys(FINDINGS) as readonly FindingCode[];

/** What must be said to fill the cause and the remedy of a finding. */
export type HolesOf<C extends FindingCode> = HolesIn<
  (typeof FINDINGS)[C]['cause'] | (typeof FINDINGS)[C]['remedy'][number]
>;

/** The page of a finding, from the project's folder. */
export function pageOf(code: FindingCode): string {
  return `docs/findings/${code}.md`;
}
