import type {Drivers} from '../drivers/drivers.js';
import type {KubeObject} from '../drivers/kube/kube.js';
import {lookApplied, readManifest} from '../drivers/kube/manifest.js';
import {freeNodePort} from '../drivers/kube/node-port.js';
import {lookDeployment, refuseHopelessPods} from '../drivers/kube/workloads.js';
import type {Step} from '../engine/step.js';
import type {AddonName} from '../lab/lab.js';
import {labLabels} from '../plan/own.js';
import type {Addon, ClusterPlan, Plan} from '../plan/plan.js';

const NAMESPACE = 'istio-system';

interface Page {
  readonly service: string;
  readonly port: number;
  readonly targetPort: number;
}

/** The Service and port of each addon that a person looks at. */
const PAGES: Readonly<Record<AddonName, Page>> = {
  prometheus: {service: 'prometheus', port: 9090, targetPort: 9090},
  grafana: {service: 'grafana', port: 3000, targetPort: 3000},
  kiali: {service: 'kiali', port: 20_001, targetPort: 20_001},
  jaeger: {service: 'tracing', port: 80, targetPort: 16_686},
};

/**
 * The addons of a cluster, as Istio's release has them, on the nodePorts of the lab. They come after the call:
 * nothing of it needs them, and it is not to wait for them.
 */
export function addonSteps(plan: Plan, cluster: ClusterPlan, drivers: Drivers): Step[] {
  return cluster.addons.map((addon) => addonStep(addon, plan, cluster, drivers));
}

function addonStep(addon: Addon, plan: Plan, cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const {name, nodePort, manifest} = addon;
  const {service} = PAGES[name];
  const objects = async (): Promise<KubeObject[]> =>
    (await readManifest(manifest)).map((object) => ownObject(object, addon, plan));
  return {
    id: `apps.${cluster.name}.${name}`,
    title: `${titleOf(name)} of ${cluster.name} on port ${nodePort}`,
    needs: plan.call === undefined ? [`apps.${cluster.name}.ready`] : ['apps.call'],
    commands: [
      `kubectl apply -f ${manifest}`,
      `kubectl patch svc ${service} -n ${NAMESPACE} -p '${JSON.stringify({spec: pageSpec(addon)})}'`,
    ],
    deadlineMs: 180_000,
    done: async () => {
      const kube = kubeFor(cluster.kubeconfig);
      const wanted = await objects();
      const applied = await lookApplied(kube, wanted);
      if (!applied.done) return applied;
      const deployments = wanted.filter(({kind}) => kind === 'Deployment');
      const looks = await Promise.all(
        deployments.map(({metadata}) => lookDeployment(kube, NAMESPACE, metadata.name)),
      );
      const unready = looks.find(({done}) => !done);
      if (unready === undefined) return {done: true, seen: looks.map(({seen}) => seen).join('; ')};
      refuseHopelessPods(await kube.list('v1', 'Pod', {namespace: NAMESPACE, labels: {app: name}}));
      return unready;
    },
    run: async () => {
      const kube = kubeFor(cluster.kubeconfig);
      await freeNodePort(kube, nodePort, {namespace: NAMESPACE, service, port: PAGES[name].port});
      const wanted = await objects();
      for (const object of wanted.filter((one) => isPage(one, addon))) await kube.createOnce(object);
      await kube.apply(wanted);
    },
  };
}

/**
 * An object of the release with the lab's label, a Deployment that pulls nothing, since its image is in the node, and
 * the Service that a person looks at on its nodePort.
 */
function ownObject(object: KubeObject, addon: Addon, plan: Plan): KubeObject {
  const {metadata} = object;
  const labelled = {...object, metadata: {...metadata, labels: {...metadata.labels, ...labLabels(plan)}}};
  if (object.kind === 'Deployment') return withOwnImages(labelled);
  if (!isPage(object, addon)) return labelled;
  const spec = object['spec'] as {readonly ports?: readonly {readonly port: number}[]};
  const {type, ports} = pageSpec(addon);
  const [page] = ports;
  return {
    ...labelled,
    spec: {
      ...spec,
      type,
      ports: (spec.ports ?? []).map((port) => (port.port === page.port ? {...port, ...page} : port)),
    },
  };
}

interface Container {
  readonly ports?: readonly ContainerPort[];
}

interface ContainerPort {
  readonly containerPort: number;
  readonly protocol?: string;
}

function withOwnImages(deployment: KubeObject): KubeObject {
  const spec = deployment['spec'] as {template: {spec: {containers: readonly Container[]}}};
  const containers = spec.template.spec.containers.map(({ports, ...container}) => ({
    ...container,
    ...(ports === undefined ? {} : {ports: once(ports)}),
    imagePullPolicy: 'IfNotPresent',
  }));
  const template = {...spec.template, spec: {...spec.template.spec, containers}};
  return {...deployment, spec: {...spec, template}};
}

/** Grafana's manifest names a port twice, which a server-side apply refuses. */
function once(ports: readonly ContainerPort[]): readonly ContainerPort[] {
  const key = ({containerPort, protocol = 'TCP'}: ContainerPort): string => `${containerPort}/${protocol}`;
  return ports.filter((port, place) => ports.findIndex((other) => key(other) === key(port)) === place);
}

/** Whether it is the Service that a person looks at. */
function isPage({kind, metadata}: KubeObject, {name}: Addon): boolean {
  return kind === 'Service' && metadata.name === PAGES[name].service;
}

function pageSpec({name, nodePort}: Addon) {
  const {port, targetPort} = PAGES[name];
  return {type: 'NodePort', ports: [{port, targetPort, nodePort}] as const};
}

function titleOf(name: AddonName): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
