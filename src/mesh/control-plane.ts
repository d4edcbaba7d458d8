import type {Drivers} from '../drivers/drivers.js';
import {lookApplied} from '../drivers/kube/manifest.js';
import type {KubeRef} from '../drivers/kube/kube.js';
import {loadBalancerAddress, lookDeployment} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {installedObjects, lookInstalled, operatorFiles, PRIVILEGED} from './install.js';
import {stockEnvoyFilter} from './stock-envoy/envoy-filter.js';

export const ISTIO_SYSTEM = 'istio-system';

export function networkLabelStepId({name}: ClusterPlan): string {
  return `mesh.${name}.network`;
}

export function controlPlaneStepId({name}: ClusterPlan): string {
  return `mesh.${name}.control-plane`;
}

/** The namespace's label tells Istio which network the cluster's workloads are on. */
export function networkLabelStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const ref: KubeRef = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: ISTIO_SYSTEM}};
  const labels = {'topology.istio.io/network': cluster.network};
  return {
    id: networkLabelStepId(cluster),
    title: `Network label of ${cluster.name}`,
    needs: [`ca.${cluster.name}.secret`],
    commands: [`kubectl label namespace ${ISTIO_SYSTEM} topology.istio.io/network=${cluster.network}`],
    deadlineMs: 10_000,
    done: () => lookApplied(kubeFor(cluster.kubeconfig), [{...ref, metadata: {...ref.metadata, labels}}]),
    run: () => kubeFor(cluster.kubeconfig).patch(ref, {metadata: {labels}}),
  };
}

/** istiod and the ingress gateway, by istioctl from the chapter's IstioOperator. */
export function controlPlaneStep(plan: Plan, cluster: ClusterPlan, drivers: Drivers): Step {
  const {name, kubeconfig, controlPlane} = cluster;
  return {
    id: controlPlaneStepId(cluster),
    title: `Istio ${plan.versions.istio} in ${name}`,
    needs: [networkLabelStepId(cluster)],
    commands: [`istioctl install -y -f ${controlPlane} --set ${PRIVILEGED}`],
    deadlineMs: 180_000,
    done: async ({signal}) => {
      const kube = drivers.kubeFor(kubeconfig);
      const objects = await installedObjects(plan, drivers, await operatorFiles(plan, controlPlane), signal);
      const installed = await lookInstalled(kube, objects, controlPlane);
      if (!installed.done) return installed;
      const looks = await Promise.all(
        ['istiod', 'istio-ingressgateway'].map((deployment) =>
          lookDeployment(kube, ISTIO_SYSTEM, deployment),
        ),
      );
      return {done: looks.every(({done}) => done), seen: looks.map(({seen}) => seen).join('; ')};
    },
    run: async ({signal}) => {
      const files = await operatorFiles(plan, controlPlane);
      await drivers.istioctl.install({kubeconfig, files, set: [PRIVILEGED], signal});
    },
  };
}

/** What only stock Envoy needs; not there at all when the proxies are Istio's own. */
export function stockEnvoyStep(plan: Plan, cluster: ClusterPlan, {kubeFor}: Drivers): Step[] {
  if (plan.supplied.proxy.kind === 'istio-proxy') return [];
  return [
    {
      id: `mesh.${cluster.name}.stock-envoy`,
      title: `Settings for stock Envoy in ${cluster.name}`,
      needs: [controlPlaneStepId(cluster)],
      commands: ['kubectl apply -f stock-envoy.yaml'],
      deadlineMs: 30_000,
      done: () => lookApplied(kubeFor(cluster.kubeconfig), [stockEnvoyFilter]),
      run: () => kubeFor(cluster.kubeconfig).apply([stockEnvoyFilter]),
    },
  ];
}

/** The ingress gateway's HTTP port on the published node port, with the caller's address kept. */
export function ingressPortStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step[] {
  const {ingressNodePort: nodePort, kubeconfig, name} = cluster;
  if (nodePort === undefined) return [];
  const ref: KubeRef = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'istio-ingressgateway', namespace: ISTIO_SYSTEM},
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
      run: () => kubeFor(kubeconfig).patch(ref, {spec}),
    },
  ];
}

/** Both gateways of a cluster have an address from MetalLB. */
export function addressesStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const services = ['istio-ingressgateway', 'istio-eastwestgateway'];
  return {
    id: `mesh.${cluster.name}.addresses`,
    title: `Load balancer addresses in ${cluster.name}`,
    needs: [`mesh.${cluster.name}.east-west`, `loadbalancer.${cluster.name}.pool`],
    commands: [`kubectl get svc -n ${ISTIO_SYSTEM}`],
    deadlineMs: 60_000,
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
