import {waitFor, type Look} from '../../base/wait-for.js';
import type {KubeRef} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import {deploymentRef, istiodRef, restartPods} from '../../scenario/deployment.js';
import {waitForRoot} from '../../scenario/trust.js';
import {CACERTS} from '../../scenario/authorities.js';
import {undoOf, type Undo} from '../../scenario/undo.js';
import {own} from '../change.js';
import type {Change} from '../fault.js';

const GATEWAYS = ['istio-ingressgateway', 'istio-eastwestgateway'];
const ROOT_DEADLINE_MS = 60_000;

/** What takes its certificates from a cluster's istiod: the gateways and the apps of the lab. */
export async function workloadsOf(cluster: string, {kube, plan}: Bench): Promise<readonly KubeRef[]> {
  const apps = await kube(cluster).list('apps/v1', 'Deployment', {namespace: plan.namespace});
  return [
    ...GATEWAYS.map((name) => deploymentRef(name, ISTIO_SYSTEM)),
    ...apps.map(({metadata}) => deploymentRef(metadata.name, plan.namespace)),
  ];
}

/** What lets istiod read its CA anew, and every workload get a certificate of it. */
export async function renewalsOf(cluster: string, bench: Bench): Promise<readonly Undo[]> {
  return [istiodRef(cluster, bench), ...(await workloadsOf(cluster, bench))].map((restart) => ({
    cluster,
    restart,
  }));
}

/** istiod reads its CA at its start and at no other time, a workload gets its certificate at its own. */
export async function renew(cluster: string, bench: Bench): Promise<void> {
  await renewIstiod(cluster, bench);
  await restartWorkloads(cluster, bench);
}

/** Lets istiod read its CA anew, until the namespaces are told its root; workloads keep what they have. */
export async function renewIstiod(cluster: string, bench: Bench): Promise<void> {
  const kube = bench.kube(cluster);
  await restartPods(kube, istiodRef(cluster, bench), bench);
  await waitForRoot(kube, ISTIO_SYSTEM, bench);
  await waitForRoot(kube, bench.plan.namespace, bench);
}

/** Puts the Secret back as it is when this is worked out; what takes it back is noted by whoever changes it. */
export async function putBackCacerts(cluster: string, {kube}: Bench): Promise<Change> {
  const undo = undoOf(cluster, CACERTS, await kube(cluster).get(CACERTS));
  return own([], async () => {
    if ('restore' in undo) await kube(cluster).replace(undo.restore);
  });
}

/** As `renew`, where istiod finds no plug-in CA and makes up one of its own. */
export async function renewWithOwnCa(cluster: string, bench: Bench): Promise<void> {
  const kube = bench.kube(cluster);
  const before = await toldRoot(cluster, ISTIO_SYSTEM, bench);
  await restartPods(kube, istiodRef(cluster, bench), bench);
  const look = async (): Promise<Look> => {
    const told = await Promise.all(
      [ISTIO_SYSTEM, bench.plan.namespace].map((namespace) => toldRoot(cluster, namespace, bench)),
    );
    const done = told.every((root) => root !== undefined && root !== before);
    return {done, seen: done ? 'another root' : 'the root of before'};
  };
  await waitFor(`the namespaces of ${cluster} to trust istiod's own root`, look, {
    deadlineMs: ROOT_DEADLINE_MS,
    signal: bench.signal,
    clock: bench.clock,
    onSeen: bench.say,
  });
  await restartWorkloads(cluster, bench);
}

async function restartWorkloads(cluster: string, bench: Bench): Promise<void> {
  const refs = await workloadsOf(cluster, bench);
  await Promise.all(refs.map((ref) => restartPods(bench.kube(cluster), ref, bench)));
}

async function toldRoot(cluster: string, namespace: string, {kube}: Bench): Promise<string | undefined> {
  const metadata = {name: 'istio-ca-root-cert', namespace};
  const found = await kube(cluster).get({apiVersion: 'v1', kind: 'ConfigMap', metadata});
  return (found?.['data'] as Readonly<Record<string, string>> | undefined)?.['root-cert.pem'];
}
