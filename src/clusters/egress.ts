import {iptables} from '../drivers/docker/iptables.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {apiStepId} from './kubeconfig.js';

const TIMEOUT_MS = 5000;

/** The table whose POSTROUTING a packet comes through last, when Services' addresses have become those of pods. */
const TABLE = ['-t', 'mangle'] as const;

/**
 * In a lab made of a bundle no packet for a pod or a Service leaves its node. One for a pod that is gone, for another
 * cluster's pod, or for a Service that kube-proxy does not know yet would take the default route and so the way out of
 * the machine. Whoever sends it sees the same as before: silence.
 */
export function egressSteps(plan: Plan, cluster: ClusterPlan, {docker}: Drivers): Step[] {
  if (plan.supplied.supply !== 'bundle') return [];
  const {name, node} = cluster;
  const rules = plan.clusters
    .flatMap(({podSubnet, serviceSubnet}) => [podSubnet, serviceSubnet])
    .map((subnet) => `POSTROUTING -d ${subnet} -o eth0 -j DROP`);
  const call = (words: readonly string[], signal: AbortSignal) =>
    iptables(node, [...TABLE, ...words], {docker, signal, timeoutMs: TIMEOUT_MS});
  const missing = async (signal: AbortSignal): Promise<readonly string[]> => {
    const {stdout} = await call(['-S', 'POSTROUTING'], signal);
    const found = stdout.split('\n');
    return rules.filter((rule) => !found.includes(`-A ${rule}`));
  };
  return [
    {
      id: `clusters.${name}.egress`,
      title: `Packets for pods and Services stay in ${name}`,
      needs: [apiStepId(cluster)],
      commands: rules.map((rule) => `docker exec ${node} iptables -w ${TABLE.join(' ')} -A ${rule}`),
      deadlineMs: 10_000,
      done: async ({signal}) => {
        const left = await missing(signal);
        return {
          done: left.length === 0,
          seen: left.length === 0 ? rules.join(', ') : `not there: ${left.join(', ')}`,
        };
      },
      run: async ({signal}) => {
        for (const rule of await missing(signal)) await call(['-A', ...rule.split(' ')], signal);
      },
    },
  ];
}
