import {parse} from 'yaml';
import type {Drivers} from '../drivers/drivers.js';
import type {KubeObject, KubeRef} from '../drivers/kube/kube.js';
import {parseManifest} from '../drivers/kube/manifest.js';
import type {Step} from '../engine/step.js';
import {type ClusterPlan, ISTIO_SYSTEM, peersOf, type Plan} from '../plan/plan.js';
import {istiodStepId, networkLabelStepId} from './control-plane.js';

interface Credentials {
  readonly clusters: readonly {
    readonly cluster: {readonly server: string; readonly 'certificate-authority-data': string};
  }[];
  readonly users: readonly {readonly user: {readonly token: string}}[];
}

function stepId(reader: ClusterPlan, read: ClusterPlan): string {
  return `mesh.${reader.name}.reads-${read.name}`;
}

/**
 * The Secret in `reader` with which its istiod reads the API server of `read`. Those who read one cluster come one
 * after the other: istioctl makes the token there when it finds none, and fails where somebody else has just made it.
 */
export function remoteSecretStep(plan: Plan, reader: ClusterPlan, read: ClusterPlan, drivers: Drivers): Step {
  const {kubeFor, istioctl} = drivers;
  const name = `istio-remote-secret-${read.istioName}`;
  const secret: KubeRef = {apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace: ISTIO_SYSTEM}};
  const readers = peersOf(plan, read);
  const before = readers[readers.findIndex(({name: peer}) => peer === reader.name) - 1];
  return {
    id: stepId(reader, read),
    title: `${reader.name}'s istiod reads ${read.name}`,
    needs: [
      networkLabelStepId(reader),
      istiodStepId(read),
      ...(before === undefined ? [] : [stepId(before, read)]),
    ],
    commands: [
      `istioctl create-remote-secret --kubeconfig ${read.name}-kubeconfig --name=${read.istioName} --server=${read.server} | kubectl --kubeconfig ${reader.name}-kubeconfig apply -f -`,
    ],
    deadlineMs: 10_000,
    done: async () => {
      const live = await kubeFor(reader.kubeconfig).get(secret);
      const fault = live === undefined ? 'not there' : await faultOf(live, read, drivers);
      return {done: fault === undefined, seen: fault ?? `reads ${read.server}`};
    },
    run: async ({signal}) => {
      const text = await istioctl.createRemoteSecret(read.kubeconfig, read.istioName, read.server, signal);
      await kubeFor(reader.kubeconfig).apply(parseManifest('istioctl create-remote-secret', text));
    },
  };
}

/** What is wrong with the credentials: another server, another CA, no verification, a token that is gone. */
async function faultOf(
  secret: KubeObject,
  read: ClusterPlan,
  {kubeFor}: Drivers,
): Promise<string | undefined> {
  const data = secret['data'] as Readonly<Record<string, string>> | undefined;
  const encoded = data?.[read.istioName];
  if (encoded === undefined) return `no key ${read.istioName}`;
  const {clusters, users} = parse(Buffer.from(encoded, 'base64').toString()) as Credentials;
  const cluster = clusters[0]?.cluster;
  if (cluster?.server !== read.server) return `names the server ${cluster?.server ?? '(none)'}`;
  const token = await kubeFor(read.kubeconfig).get({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'istio-reader-service-account-istio-remote-secret-token', namespace: ISTIO_SYSTEM},
  });
  const issued = (token?.['data'] ?? {}) as Readonly<Partial<Record<string, string>>>;
  if (issued['ca.crt'] !== cluster['certificate-authority-data'])
    return 'holds another CA than the cluster has';
  const held = Buffer.from(users[0]?.user.token ?? '').toString('base64');
  return issued['token'] === held ? undefined : 'holds a token that the cluster does not know';
}
