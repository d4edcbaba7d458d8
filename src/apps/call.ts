import type {Drivers} from '../drivers/drivers.js';
import {loadBalancerAddress} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import {peersOf, type Plan} from '../plan/plan.js';

const HOST = 'webapp.istioinaction.io';
const PATH = '/api/catalog';

/**
 * The end of `up`: a call from the client through the ingress of the cluster that has one published reaches
 * webapp there and, across the clusters, catalog.
 */
export function callStep(plan: Plan, {kubeFor, docker}: Drivers): Step[] {
  const entry = plan.clusters.find(({ingressNodePort}) => ingressNodePort !== undefined);
  if (entry === undefined) return [];
  const peers = peersOf(plan, entry);
  return [
    {
      id: 'apps.call',
      title: `A call through ${entry.name} reaches ${peers.map(({name}) => name).join(', ')}`,
      needs: [
        'apps.client',
        ...plan.clusters.map(({name}) => `mesh.${name}.control-plane`),
        `mesh.${entry.name}.addresses`,
        ...peers.flatMap(({name}) => [`mesh.${name}.addresses`, `mesh.${entry.name}.reads-${name}`]),
        ...plan.clusters.map(({name}) => `apps.${name}.ready`),
      ],
      commands: [`docker exec ${plan.client.name} curl -s -H 'Host: ${HOST}' http://$EXT_IP${PATH}`],
      deadlineMs: 120_000,
      done: async ({signal}) => {
        const address = await loadBalancerAddress(
          kubeFor(entry.kubeconfig),
          'istio-system',
          'istio-ingressgateway',
        );
        if (address === undefined) return {done: false, seen: `the ingress of ${entry.name} has no address`};
        const command = [
          'curl',
          '-s',
          '-m',
          '3',
          '-o',
          '/dev/null',
          '-w',
          '%{http_code}',
          '-H',
          `Host: ${HOST}`,
        ];
        const {stdout} = await docker.exec(plan.client.name, [...command, `http://${address}${PATH}`], {
          signal,
          timeoutMs: 5000,
        });
        return {done: stdout === '200', seen: `http://${address}${PATH} answers ${stdout}`};
      },
      run: () => Promise.resolve(),
    },
  ];
}
