import type {KubeObject} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM, peersOf, type ClusterPlan} from '../../plan/plan.js';
import {kubeconfigFacts} from '../../scenario/probes/secret/kubeconfig.js';
import {fieldOf, listOf, textOf} from '../../scenario/probes/envoy.js';
import {readYaml} from '../../base/yaml.js';
import {check} from '../check.js';
import {readClusters} from '../looks/istiod.js';
import {dataOf, labelsOf, named} from '../looks/objects.js';
import type {Scene} from '../scene.js';
import {judgeRemoteSecrets, type KubeconfigSeen, type RemoteSecretSeen} from './remote-secret-judge.js';

export const remoteSecretCheck = check<readonly RemoteSecretSeen[]>({
  id: 'remote-secret',
  looked: 'remote secrets: server, CA and token, and what each istiod says of the others',
  look: async (scene) => {
    const {clusters} = scene.plan;
    const cas = new Map(
      await Promise.all(clusters.map(async (cluster) => [await caOf(scene, cluster), cluster.name] as const)),
    );
    const pairs = clusters.flatMap((reader) => peersOf(scene.plan, reader).map((read) => ({reader, read})));
    return Promise.all(pairs.map(({reader, read}) => look(scene, reader, read, cas)));
  },
  judge: (seen, {plan}) => judgeRemoteSecrets(seen, plan),
});

type Cas = ReadonlyMap<string, string>;

async function caOf(scene: Scene, cluster: ClusterPlan): Promise<string> {
  const configMaps = await scene.list(cluster, 'v1', 'ConfigMap');
  return dataOf(named(configMaps, 'kube-root-ca.crt', 'kube-system'))['ca.crt']?.trim() ?? '';
}

async function look(
  scene: Scene,
  reader: ClusterPlan,
  read: ClusterPlan,
  cas: Cas,
): Promise<RemoteSecretSeen> {
  const secret = `istio-remote-secret-${read.istioName}`;
  const [secrets, known, node] = await Promise.all([
    scene.list(reader, 'v1', 'Secret', ISTIO_SYSTEM),
    readClusters(scene, reader).catch(() => undefined),
    scene.docker.container(read.node),
  ]);
  const found = secretFor(secrets, secret, read.istioName);
  const text = found === undefined ? undefined : dataOf(found)[read.istioName];
  return {
    reader: reader.name,
    read,
    secret: found?.metadata.name ?? secret,
    there: found !== undefined,
    labelled: found !== undefined && labelsOf(found)['istio/multiCluster'] === 'true',
    kubeconfig:
      text === undefined
        ? undefined
        : await kubeconfigSeen(scene, read, Buffer.from(text, 'base64').toString(), cas),
    state: known?.find(({id}) => id === read.istioName)?.state,
    asked: known !== undefined,
    address: node?.addresses[scene.plan.dockerNetwork.name],
  };
}

/** istiod goes by the label and the key, whatever the Secret is called. */
function secretFor(secrets: readonly KubeObject[], name: string, key: string): KubeObject | undefined {
  const labelled = secrets.filter((one) => labelsOf(one)['istio/multiCluster'] === 'true');
  return labelled.find((one) => dataOf(one)[key] !== undefined) ?? named(secrets, name);
}

async function kubeconfigSeen(
  scene: Scene,
  read: ClusterPlan,
  text: string,
  cas: Cas,
): Promise<KubeconfigSeen | undefined> {
  try {
    const facts = kubeconfigFacts(text, cas);
    if (facts === undefined || facts.server === '') return undefined;
    return {
      server: facts.server,
      caOf: facts.ca.of === '' ? [] : [facts.ca.of],
      token: await verdictOn(tokenIn(text), scene, read),
    };
  } catch {
    return undefined;
  }
}

/** It goes to the API server that it is for, and nowhere else. */
function tokenIn(kubeconfig: string): string {
  const [document] = readYaml('kubeconfig', kubeconfig).documents;
  const [user] = listOf(fieldOf(document?.value, 'users'));
  return textOf(fieldOf(user, 'user'), 'token');
}

async function verdictOn(token: string, {kube}: Scene, read: ClusterPlan): Promise<KubeconfigSeen['token']> {
  if (token === '') return {accepted: false, seen: 'there is none'};
  try {
    const review = await kube(read.name).create({
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenReview',
      spec: {token},
    });
    const status = fieldOf(review, 'status');
    const accepted = fieldOf(status, 'authenticated') === true;
    return {accepted, seen: accepted ? 'accepted' : messageFrom(textOf(status, 'error'))};
  } catch {
    // That its API server answers was judged before; what it refuses to say is no verdict on the token.
    return undefined;
  }
}

/** The server's words may quote what it was given. */
function messageFrom(error: string): string {
  return error === ''
    ? 'it is not known there'
    : error.replace(/[\w-]{20,}\.[\w-]+\.[\w-]+/g, '…').slice(0, 160);
}
