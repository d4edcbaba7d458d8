import type {Drivers} from '../drivers/drivers.js';
import type {KubeRef} from '../drivers/kube/kube.js';
import {lookApplied} from '../drivers/kube/manifest.js';
import {freeNodePort} from '../drivers/kube/node-port.js';
import {loadBalancerAddress} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import {type ClusterPlan, ISTIO_SYSTEM} from '../plan/plan.js';
import {controlPlaneStepId, istiodStepId} from './control-plane.js';
import {EAST_WEST_GATEWAY, INGRESS_GATEWAY} from './gateways.js';

/** The ingress gateway's HTTP port on the published node port, with the caller's address kept. */
export function ingressPortStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step[] {
  const {ingressNodePort: nodePort, kubeconfig, name} = cluster;
  if (nodePort === undefined) return [];
  const ref: KubeRef = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: INGRESS_GATEWAY, namespace: ISTIO_SYSTEM},
  };
  const spec = {
    type: 'LoadBalancer',
    externalTrafficPolicy: 'Local',
    ports: [{name: 'http2', port: 80, targetPort: 8080, nodePort}],
  };
  return [
    {
      id: `mesh.${name}.ingress-port`,
      title: `Ingress of ${name} on port ${nodePort}`,
      needs: [controlPlaneStepId(cluster)],
      commands: [`kubectl patch svc istio-ingressgateway -n ${ISTIO_SYSTEM} -p '${JSON.stringify({spec})}'`],
      deadlineMs: 10_000,
      done: () => lookApplied(kubeFor(kubeconfig), [{...ref, spec}]),
      run: async () => {
        const kube = kubeFor(kubeconfig);
        await freeNodePort(kube, nodePort, {namespace: ISTIO_SYSTEM, service: ref.metadata.name, port: 80});
        await kube.patch(ref, {spec});
      },
    },
  ];
}

/** Both gateways of a cluster have an address from MetalLB. It waits beside the installations, which go on to wait. */
export function addressesStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const services = [INGRESS_GATEWAY, EAST_WEST_GATEWAY];
  return {
    id: `mesh.${cluster.name}.addresses`,
    title: `Load balancer addresses in ${cluster.name}`,
    needs: [istiodStepId(cluster), `loadbalancer.${cluster.name}.pool`],
    commands: [`kubectl get svc -n ${ISTIO_SYSTEM}`],
    deadlineMs: 180_000,
    done: async () => {
      const kube = kubeFor(cluster.kubeconfig);
      const addresses = await Promise.all(
        services.map((service) => loadBalancerAddress(kube, ISTIO_SYSTEM, service)),
      );
      const seen = services
        .map((service, index) => `${service} ${addresses[index] ?? 'has none'}`)
        .join(', ');
      return {done: addresses.every((address) => address !== undefined), seen};
    },
    run: () => Promise.resolve(),
  };
}
