import {iptables} from '../drivers/docker/iptables.js';
import type {Drivers} from '../drivers/drivers.js';
import {dotted, parseCidr} from '../lab/cidr.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';

const TIMEOUT_MS = 10_000;
const API_PORT = 6443;

/** What is appended to a table, its chain first, as `iptables -S` writes it. */
interface Rule {
  readonly table: 'nat' | 'filter';
  readonly rule: string;
}

/**
 * Stands in for kube-proxy until it has written its rules: those of a node's kernel go with each stop, and its own come
 * only seconds after the first pods have started again. Each of these rules is behind kube-proxy's and then leads nobody
 * any more. A node that does not run, or is not in the network, is left alone.
 *
 * @throws Error with what iptables said
 */
export async function standInForKubeProxy(
  plan: Plan,
  cluster: ClusterPlan,
  {docker}: Pick<Drivers, 'docker'>,
  signal: AbortSignal,
): Promise<void> {
  const {node} = cluster;
  const found = await docker.container(node);
  const address = found?.addresses[plan.dockerNetwork.name];
  if (found?.running !== true || address === undefined) return;
  const bring = async ({table, rule}: Rule): Promise<void> => {
    const call = (verb: '-C' | '-A') =>
      iptables(node, ['-t', table, verb, ...rule.split(' ')], {docker, signal, timeoutMs: TIMEOUT_MS});
    if ((await call('-C')).exitCode === 0) return;
    const {exitCode, stderr} = await call('-A');
    if (exitCode !== 0) throw new Error(`iptables in ${node}: ${stderr.trim()}`);
  };
  await Promise.all([...leadingToApi(cluster, address), refusingLostQuestions(cluster)].map(bring));
}

/**
 * What pods and the node send to the cluster's address of the API server goes to where it listens. Who asks in vain gives
 * up, and waits ever longer until it asks again: istiod 8 seconds, MetalLB's controller 20.
 */
function leadingToApi({serviceSubnet}: ClusterPlan, address: string): readonly Rule[] {
  const subnet = parseCidr(serviceSubnet);
  if (subnet === undefined) return [];
  const target = `-d ${dotted(subnet.base + 1)}/32 -p tcp --dport 443 -j DNAT --to-destination ${address}:${API_PORT}`;
  return ['PREROUTING', 'OUTPUT'].map((chain) => ({table: 'nat', rule: `${chain} ${target}`}));
}

/**
 * A DNS query to a Service that kube-proxy does not know as yet, or to CoreDNS where it was before the stop, would leave
 * the node and be lost: its asker waits 5 seconds twice. Refused, it asks again at once.
 */
function refusingLostQuestions({podSubnet, serviceSubnet}: ClusterPlan): Rule {
  return {
    table: 'filter',
    rule: `FORWARD -d ${podSubnet},${serviceSubnet} -o eth0 -p udp --dport 53 -j REJECT`,
  };
}
