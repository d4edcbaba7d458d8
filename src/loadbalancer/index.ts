import type {Drivers} from '../drivers/drivers.js';
import {lookApplied, readManifest} from '../drivers/kube/manifest.js';
import type {KubeObject} from '../drivers/kube/kube.js';
import {lookDaemonSet, lookDeployment} from '../drivers/kube/workloads.js';
import {EastwestError} from '../base/errors.js';
import {allDone, waitFor} from '../base/wait-for.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {poolRange} from '../plan/pools.js';
import {byOwnApi, OWN_API_WORDS} from './host-network.js';
import {provideCertificate} from './webhook-certificate.js';

const NAMESPACE = 'metallb-system';
const WEBHOOK = 'ValidatingWebhookConfiguration';

/** Stage "load balancer": MetalLB in each cluster, with a pool of the docker network's addresses. */
export function loadBalancerSteps(plan: Plan, drivers: Drivers): Step[] {
  return plan.clusters.flatMap((cluster) => [
    metallbStep(plan, cluster, drivers),
    poolStep(plan, cluster, drivers),
    webhookStep(plan, cluster, drivers),
    readyStep(cluster, drivers),
  ]);
}

/**
 * MetalLB without its validating webhook. Until the controller answers, the API server would refuse every
 * pool; so the webhook is registered after the pool, which the plan has checked already.
 */
function metallbStep(plan: Plan, cluster: ClusterPlan, drivers: Drivers): Step {
  const withoutWebhook = manifestStep(plan, cluster, drivers, (kind) => kind !== WEBHOOK);
  return {
    ...withoutWebhook,
    commands: [...withoutWebhook.commands, `kubectl -n ${NAMESPACE} set env ds/speaker ${OWN_API_WORDS}`],
    run: async (context) => {
      const kube = drivers.kubeFor(cluster.kubeconfig);
      const objects = await readManifest(plan.supplied.metallbManifest);
      await kube.apply(objects.filter(({kind}) => kind === 'Namespace'));
      await provideCertificate(kube, NAMESPACE, drivers.clock.date());
      await withoutWebhook.run(context);
    },
    id: `loadbalancer.${cluster.name}.metallb`,
    title: `MetalLB in ${cluster.name}`,
    needs: [`clusters.${cluster.name}.api`],
  };
}

function webhookStep(plan: Plan, cluster: ClusterPlan, drivers: Drivers): Step {
  return {
    ...manifestStep(plan, cluster, drivers, (kind) => kind === WEBHOOK),
    id: `loadbalancer.${cluster.name}.webhook`,
    title: `MetalLB's checks in ${cluster.name}`,
    needs: [`loadbalancer.${cluster.name}.pool`],
  };
}

function manifestStep(
  plan: Plan,
  {kubeconfig}: ClusterPlan,
  {kubeFor}: Drivers,
  wanted: (kind: string) => boolean,
): Pick<Step, 'commands' | 'deadlineMs' | 'done' | 'run'> {
  const {metallbManifest} = plan.supplied;
  const objects = async () =>
    (await readManifest(metallbManifest)).filter(({kind}) => wanted(kind)).map(byOwnApi);
  return {
    commands: [`kubectl apply --server-side -f ${metallbManifest}`],
    deadlineMs: 30_000,
    done: async () => lookApplied(kubeFor(kubeconfig), await objects()),
    run: async () => kubeFor(kubeconfig).apply(await objects()),
  };
}

function poolStep(plan: Plan, cluster: ClusterPlan, {kubeFor, docker, clock}: Drivers): Step {
  const objects = async (): Promise<KubeObject[]> => {
    const {name} = plan.dockerNetwork;
    const network = await docker.network(name);
    if (network === undefined)
      throw new EastwestError(`no docker network ${name}`, {code: 'NETWORK-MISSING'});
    return poolObjects(poolRange(network.subnet, cluster.pool));
  };
  return {
    id: `loadbalancer.${cluster.name}.pool`,
    title: `Address pool of ${cluster.name}`,
    needs: [`loadbalancer.${cluster.name}.metallb`, 'clusters.network'],
    commands: [`kubectl apply -n ${NAMESPACE} -f pool.yaml`],
    deadlineMs: 10_000,
    done: async () => lookApplied(kubeFor(cluster.kubeconfig), await objects()),
    run: async ({signal, say}) => {
      const wanted = await objects();
      await waitFor(
        'MetalLB to take the pool',
        async () => {
          await kubeFor(cluster.kubeconfig).apply(wanted);
          return {done: true, seen: 'taken'};
        },
        {deadlineMs: 180_000, signal, clock, onSeen: say, intervalsMs: [250, 500]},
      );
    },
  };
}

function poolObjects(range: string): KubeObject[] {
  const metadata = {name: 'default', namespace: NAMESPACE};
  return [
    {apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool', metadata, spec: {addresses: [range]}},
    {
      apiVersion: 'metallb.io/v1beta1',
      kind: 'L2Advertisement',
      metadata,
      spec: {ipAddressPools: ['default']},
    },
  ];
}

function readyStep(cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  return {
    id: `loadbalancer.${cluster.name}.ready`,
    title: `MetalLB of ${cluster.name} ready`,
    needs: [`loadbalancer.${cluster.name}.webhook`],
    commands: [`kubectl -n ${NAMESPACE} rollout status deploy/controller ds/speaker`],
    deadlineMs: 180_000,
    done: async () => {
      const kube = kubeFor(cluster.kubeconfig);
      const looks = [
        await lookDeployment(kube, NAMESPACE, 'controller'),
        await lookDaemonSet(kube, NAMESPACE, 'speaker'),
      ];
      return allDone(looks);
    },
    run: () => Promise.resolve(),
  };
}
