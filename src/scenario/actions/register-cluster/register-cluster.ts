import {z} from 'zod';
import type {KubeRef} from '../../../drivers/kube/kube.js';
import {parseManifest} from '../../../drivers/kube/manifest.js';
import {clusterNamed, type Plan} from '../../../plan/plan.js';
import {strict} from '../../strict.js';
import {nameOf, undoOf} from '../../undo.js';
import type {Action} from '../action.js';

const schema = strict({
  cluster: z.string().min(1).describe('The cluster whose control plane learns to read.'),
  reads: z.string().min(1).describe("It learns to read this cluster's API server."),
}).meta({
  description:
    'Gives a control plane the remote secret with which it reads another cluster, as istioctl makes it.',
  examples: [{cluster: 'east', reads: 'west'}],
});

/** Gives a control plane the remote secret with which it reads another cluster, as istioctl makes it. */
export const registerCluster: Action<z.infer<typeof schema>> = {
  schema,
  title: ({cluster, reads}) => `${cluster}: register ${reads}`,
  commands: ({cluster, reads}, plan) => {
    const {istioName, server} = clusterNamed(plan, reads);
    return [`i${reads} create-remote-secret --name=${istioName} --server=${server} | k${cluster} apply -f -`];
  },
  undo: async ({cluster, reads}, bench) => {
    const ref = secretRef(reads, bench.plan);
    return [undoOf(cluster, ref, await bench.kube(cluster).get(ref))];
  },
  run: async ({cluster, reads}, {plan, istioctl, kube, signal}) => {
    const {kubeconfig, istioName, server} = clusterNamed(plan, reads);
    const text = await istioctl.createRemoteSecret(kubeconfig, istioName, server, signal);
    await kube(cluster).apply(parseManifest('istioctl create-remote-secret', text));
    return `${nameOf(secretRef(reads, plan))} for ${server}`;
  },
};

function secretRef(reads: string, plan: Plan): KubeRef {
  const name = `istio-remote-secret-${clusterNamed(plan, reads).istioName}`;
  return {apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace: 'istio-system'}};
}
