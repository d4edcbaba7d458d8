import type {Drivers} from '../drivers/drivers.js';
import {dotted, parseCidr} from '../lab/cidr.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';

const TIMEOUT_MS = 10_000;
const API_PORT = 6443;
/** What pods send, and what the node itself does. */
const CHAINS = ['PREROUTING', 'OUTPUT'] as const;

/**
 * Leads what is sent to the cluster's address of the API server to the node's own, where it listens. The rules of a node's
 * kernel go with each stop, and kube-proxy writes its own only seconds after the first pods have started again: whoever
 * asks before that gives up, and waits ever longer until it asks again, istiod 8 seconds and MetalLB's controller 20.
 * kube-proxy's rules come before these, which then lead nobody any more.
 */
export async function leadToApi(
  plan: Plan,
  {node, serviceSubnet}: ClusterPlan,
  {docker}: Pick<Drivers, 'docker'>,
  signal: AbortSignal,
): Promise<void> {
  const found = await docker.container(node);
  const address = found?.addresses[plan.dockerNetwork.name];
  const subnet = parseCidr(serviceSubnet);
  if (found?.running !== true || address === undefined || subnet === undefined) return;
  const rule = `-d ${dotted(subnet.base + 1)}/32 -p tcp --dport 443 -j DNAT --to-destination ${address}:${API_PORT}`;
  const iptables = async (verb: '-C' | '-A', chain: string): Promise<boolean> => {
    const command = ['iptables', '-w', '-t', 'nat', verb, chain, ...rule.split(' ')];
    return (await docker.exec(node, command, {signal, timeoutMs: TIMEOUT_MS})).exitCode === 0;
  };
  await Promise.all(CHAINS.map(async (chain) => (await iptables('-C', chain)) || iptables('-A', chain)));
}
