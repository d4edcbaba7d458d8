import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {apiStepId} from './kubeconfig.js';

const TIMEOUT_MS = 5000;

/**
 * In a lab made of a bundle no packet for a pod leaves the machine. A node has one route for each of its pods; what is
 * for one that is gone, or for another cluster's, would take the default route and so the way out of the machine.
 * Here it is dropped in the node, which whoever sends it sees as before: as silence.
 */
export function routesSteps(plan: Plan, cluster: ClusterPlan, {docker}: Drivers): Step[] {
  if (plan.supplied.supply !== 'bundle') return [];
  const {name, node} = cluster;
  const subnets = plan.clusters.map(({podSubnet}) => podSubnet);
  const route = async (words: readonly string[], signal: AbortSignal): Promise<string> => {
    const {stdout} = await docker.exec(node, ['ip', 'route', ...words], {signal, timeoutMs: TIMEOUT_MS});
    return stdout;
  };
  return [
    {
      id: `clusters.${name}.routes`,
      title: `Packets for pods stay in ${name}`,
      needs: [apiStepId(cluster)],
      commands: subnets.map((subnet) => `docker exec ${node} ip route replace blackhole ${subnet}`),
      deadlineMs: 10_000,
      done: async ({signal}) => {
        const found = await route(['show', 'type', 'blackhole'], signal);
        const missing = subnets.filter((subnet) => !found.split(/\s+/).includes(subnet));
        return {
          done: missing.length === 0,
          seen: missing.length === 0 ? subnets.join(', ') : `packets for ${missing.join(', ')} leave it`,
        };
      },
      run: async ({signal}) => {
        for (const subnet of subnets) await route(['replace', 'blackhole', subnet], signal);
      },
    },
  ];
}
