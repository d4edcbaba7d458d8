import {HopelessError} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import type {KubeObject} from '../drivers/kube/kube.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {intermediateStepId} from './authorities.js';
import {intermediateFiles, readKey, readOrEmpty, rootFiles} from './files.js';

const NAMESPACE = 'istio-system';

/** The Secret `cacerts`, which must be there before istiod starts: it reads it once. */
export function secretStep(plan: Plan, cluster: ClusterPlan, {kubeFor}: Drivers): Step {
  const {certs, kubeconfig, name} = cluster;
  const wanted = async (): Promise<KubeObject> => {
    const files = intermediateFiles(cluster);
    const key = Buffer.from(await readKey(files.key)).toString('base64');
    const [certificate, root, chain] = await Promise.all(
      [files.certificate, rootFiles(plan).certificate, files.chain].map(readBase64),
    );
    return {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {name: 'cacerts', namespace: NAMESPACE},
      type: 'Opaque',
      data: {'ca-cert.pem': certificate, 'ca-key.pem': key, 'root-cert.pem': root, 'cert-chain.pem': chain},
    };
  };
  return {
    id: `ca.${name}.secret`,
    title: `Secret cacerts in ${name}`,
    needs: [intermediateStepId(cluster), `clusters.${name}.api`],
    commands: [
      `kubectl create namespace ${NAMESPACE}`,
      `kubectl create secret generic cacerts -n ${NAMESPACE} --from-file=${certs}/ca-cert.pem --from-file=${certs}/ca-key.pem --from-file=${rootFiles(plan).certificate} --from-file=${certs}/cert-chain.pem`,
    ],
    deadlineMs: 10_000,
    done: async () => {
      const secret = await wanted();
      const live = await kubeFor(kubeconfig).get(secret);
      if (live === undefined) return {done: false, seen: 'not there'};
      if (!sameData(secret, live)) throw otherCa(cluster);
      return {done: true, seen: 'that of this lab'};
    },
    run: async () => {
      const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: NAMESPACE}};
      await kubeFor(kubeconfig).apply([namespace, await wanted()]);
    },
  };
}

async function readBase64(path: string): Promise<string> {
  return Buffer.from(await readOrEmpty(path)).toString('base64');
}

function sameData(wanted: KubeObject, live: KubeObject): boolean {
  const [one, other] = [wanted, live].map(({data}) => data as Readonly<Record<string, string>> | undefined);
  return Object.entries(one ?? {}).every(([key, value]) => other?.[key] === value);
}

/** Another CA in a running cluster cannot be exchanged in passing: every workload certificate hangs from it. */
function otherCa({name, certs}: ClusterPlan): HopelessError {
  return new HopelessError(`cluster ${name} runs with another CA than the one in ${certs}`, {
    code: 'CA-DIFFERS',
    hint: 'the lab was made from another folder, or its certs were removed: eastwest down, then eastwest up',
  });
}
