import {HopelessError} from '../base/wait-for.js';
import {LAB_LABEL, type Plan} from './plan.js';

/** Label of a lab's nodes: which supply and versions they were made of. */
export const MADE_OF_LABEL = 'dev.eastwest.made-of';

/** Label by which kind finds the nodes of a cluster; its value is the cluster's name. */
export const KIND_LABEL = 'io.x-k8s.kind.cluster';

/** Label of a docker network that says whether an address can be asked for in it. */
export const ADDRESSES_LABEL = 'dev.eastwest.addresses';
/** It was made with a subnet that was declared. */
export const FIXED = 'fixed';

/** Whether containers of a network can be given the addresses that they are to have. */
export function hasFixedAddresses({labels}: {readonly labels: Readonly<Record<string, string>>}): boolean {
  return labels[ADDRESSES_LABEL] === FIXED;
}

/** The labels of all that this lab makes in Docker. */
export function labLabels(plan: Plan): Readonly<Record<string, string>> {
  return {[LAB_LABEL]: plan.lab};
}

/** Refuses to go on with a thing of the same name that this lab did not make. */
export function refuseForeign(
  plan: Plan,
  what: string,
  labels: Readonly<Record<string, string>>,
  remedy: string,
): void {
  const owner = labels[LAB_LABEL];
  if (owner === plan.lab) return;
  const made = owner === undefined ? 'was not made by eastwest' : `belongs to the lab ${owner}`;
  throw new HopelessError(`${what} ${made}; it is left as it is`, {code: 'LAB-FOREIGN', hint: remedy});
}

/** What a lab of this plan is made of, as its nodes say it. */
export function madeOf({supplied, versions}: Pick<Plan, 'supplied' | 'versions'>): string {
  const {istio, kubernetes, metallb} = versions;
  return `supply ${supplied.supply}, Istio ${istio}, Kubernetes ${kubernetes}, MetalLB ${metallb}`;
}

/**
 * Refuses to go on with a lab that was made of something else than the plan says: what was judged of it would be told
 * of another supply, version and proxy. Nodes without the label tell nothing.
 */
export function refuseOtherSupply(plan: Plan, labels: Readonly<Record<string, string>>): void {
  const made = labels[MADE_OF_LABEL];
  const asked = madeOf(plan);
  if (made === undefined || made === asked) return;
  throw new HopelessError(`the lab ${plan.lab} is made of ${made}; asked for is ${asked}`, {
    code: 'LAB-OTHER-SUPPLY',
    hint: 'name what it is made of, with --supply and --istio, or make it anew: eastwest down, then eastwest up',
  });
}
