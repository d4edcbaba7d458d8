import type {Plan} from '../plan/plan.js';

/**
 * What the nodes must reach past any proxy of the environment: every cluster's pods, Services and node, and the
 * docker network that they share. Pure.
 */
export function directFor(plan: Plan, subnet: string): readonly string[] {
  return [
    'localhost',
    '127.0.0.1',
    subnet,
    ...plan.clusters.flatMap(({node, podSubnet, serviceSubnet}) => [node, podSubnet, serviceSubnet]),
    '.svc',
    '.cluster.local',
  ].filter((one) => one !== '');
}
