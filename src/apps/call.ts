import type {Drivers} from '../drivers/drivers.js';
import {loadBalancerAddress} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import {clusterNamed, peersOf, type Plan} from '../plan/plan.js';

/**
 * The end of `up`: the lab's call, from the client through a cluster's ingress gateway, is answered. It waits
 * for what a call needs, not for the installations, which go on to wait for more.
 */
export function callStep(plan: Plan, {kubeFor, docker}: Drivers): Step[] {
  const {call, client} = plan;
  if (call === undefined) return [];
  const {host, path} = call;
  const entry = clusterNamed(plan, call.through);
  const curl = ['curl', '-s', '-m', '3', '-o', '/dev/null', '-w', '%{http_code}', '-H', `Host: ${host}`];
  return [
    {
      id: 'apps.call',
      title: `A call through ${entry.name} is answered`,
      needs: [
        'apps.client',
        ...peersOf(plan, entry).map(({name}) => `mesh.${entry.name}.reads-${name}`),
        ...plan.clusters.flatMap(({name}) => [`mesh.${name}.addresses`, `apps.${name}.ready`]),
      ],
      commands: [`docker exec ${client.name} curl -s -H 'Host: ${host}' http://$EXT_IP${path}`],
      deadlineMs: 180_000,
      done: async ({signal}) => {
        const address = await loadBalancerAddress(
          kubeFor(entry.kubeconfig),
          'istio-system',
          'istio-ingressgateway',
        );
        if (address === undefined) return {done: false, seen: `the ingress of ${entry.name} has no address`};
        const url = `http://${address}${path}`;
        const {stdout} = await docker.exec(client.name, [...curl, url], {signal, timeoutMs: 5000});
        return {done: stdout === '200', seen: `${url} answers ${stdout}`};
      },
      run: () => Promise.resolve(),
    },
  ];
}
