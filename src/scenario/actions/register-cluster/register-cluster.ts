import {z} from 'zod';
import type {KubeObject, KubeRef} from '../../../drivers/kube/kube.js';
import {parseManifest} from '../../../drivers/kube/manifest.js';
import {clusterNamed, ISTIO_SYSTEM, type Plan} from '../../../plan/plan.js';
import type {Bench} from '../../bench.js';
import {lookAt} from '../../looks.js';
import {clusterCas, kubeconfigFacts} from '../../probes/secret/kubeconfig.js';
import {strict} from '../../strict.js';
import {nameOf, undoOf} from '../../undo.js';
import type {Action} from '../action.js';

/** By it istiod finds the Secrets that lead to other clusters. */
const LABEL = 'istio/multiCluster';

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
  check: async ({cluster, reads}, bench) => {
    const ref = secretRef(reads, bench.plan);
    const found = await bench.kube(cluster).get(ref);
    const faults = found === undefined ? ['is not there'] : await faultsOf(found, reads, bench);
    return lookAt(
      faults.map((fault) => `${nameOf(ref)} in ${cluster} ${fault}`),
      `${nameOf(ref)} for ${clusterNamed(bench.plan, reads).server}`,
    );
  },
};

/** By what istiod would not take a Secret for the other cluster's; of its values only the server is told. */
async function faultsOf(secret: KubeObject, reads: string, bench: Bench): Promise<readonly string[]> {
  const {istioName, server} = clusterNamed(bench.plan, reads);
  const labels = secret.metadata.labels ?? {};
  const data = (secret['data'] ?? {}) as Readonly<Record<string, string>>;
  const text = Buffer.from(data[istioName] ?? '', 'base64').toString();
  const facts = kubeconfigFacts(text, await clusterCas(bench));
  return [
    ...(labels[LABEL] === 'true' ? [] : [`has no label ${LABEL}=true`]),
    ...(facts === undefined ? [`has no kubeconfig under the key ${istioName}`] : []),
    ...(facts === undefined || facts.server === server ? [] : [`leads to ${facts.server}, not ${server}`]),
    ...(facts === undefined || facts.ca.of === reads ? [] : [`does not hold ${reads}'s CA`]),
  ];
}

function secretRef(reads: string, plan: Plan): KubeRef {
  const name = `istio-remote-secret-${clusterNamed(plan, reads).istioName}`;
  return {apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace: ISTIO_SYSTEM}};
}
