import {createHash, randomUUID} from 'node:crypto';
import {mkdir, readFile, rename, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {stringify} from 'yaml';
import type {Drivers} from '../drivers/drivers.js';
import type {Istioctl} from '../drivers/istioctl/istioctl.js';
import {lookApplied, parseManifest, readManifest} from '../drivers/kube/manifest.js';
import type {Kube, KubeObject, KubeRef} from '../drivers/kube/kube.js';
import type {Look} from '../base/wait-for.js';
import {istioctlPath, REV, revisionLabel, revisionSuffix} from '../plan/istio.js';
import {ISTIO_SYSTEM, type IstioPlan, type Plan} from '../plan/plan.js';
import {controlPlaneContinuity, eastWestContinuity} from './continuity.js';
import {offlineOperator} from './offline.js';
import {stockEnvoyOperator} from './stock-envoy/switches.js';

/** Lets tcpdump run in a sidecar, as the chapter does. */
export const PRIVILEGED = 'values.global.proxy.privileged=true';

/** The istioctl of the version that a mesh is to have: another one brings other charts and other images. */
export function istioctlOf(
  plan: Plan,
  {version}: IstioPlan,
  {istioctlAt}: Pick<Drivers, 'istioctlAt'>,
): Istioctl {
  return istioctlAt(istioctlPath(plan, version));
}

/** What is set beside the operator files, at every installation: what is left out at the next is as it was before. */
export function settingsOf({revision}: IstioPlan): readonly string[] {
  return [PRIVILEGED, ...(revision === undefined ? [] : [`revision=${revision}`])];
}

/** As a person would type it. */
export function installCommand(file: string, istio: IstioPlan): string {
  return ['istioctl install -y', `-f ${file}`, ...settingsOf(istio).map((one) => `--set ${one}`)].join(' ');
}

/** The operator files of a control plane: the lab's own, and what its settings and stock Envoy need over it. */
export async function operatorFiles(
  plan: Plan,
  file: string,
  {version}: IstioPlan,
): Promise<readonly string[]> {
  const {continuity, supplied} = plan;
  return [
    ...(await labFiles(plan, file)),
    ...(continuity === undefined ? [] : [await over(plan, controlPlaneContinuity(continuity))]),
    ...(supplied.proxy.kind === 'istio-proxy' ? [] : [await over(plan, stockEnvoyOperator(version))]),
  ];
}

/** Those of the east-west gateway: the lab's own, and what its settings need over it. */
export async function gatewayFiles(plan: Plan, file: string): Promise<readonly string[]> {
  const {continuity} = plan;
  return [
    ...(await labFiles(plan, file)),
    ...(continuity === undefined ? [] : [await over(plan, eastWestContinuity(continuity))]),
  ];
}

/** The lab's own file, and what a mesh without network needs over it. */
async function labFiles(plan: Plan, file: string): Promise<readonly string[]> {
  return plan.supplied.supply === 'bundle' ? [file, await over(plan, offlineOperator)] : [file];
}

/** A file with an IstioOperator that is laid over another one. */
export function over(plan: Plan, operator: object): Promise<string> {
  return kept(plan, 'operators', stringify(operator), () => stringify(operator));
}

/** What accounts may do. */
const RIGHTS = ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'];

/** Kinds whose fields nobody but istioctl writes; of the others controllers change some, such as CA bundles. */
const COMPARED = ['Deployment', 'Service', 'ConfigMap', ...RIGHTS];

/**
 * Some accounts and rights have one name for all control planes of a cluster. istioctl puts the revision on them as it
 * installs, so they are of whoever was installed last, and go with it as its revision is uninstalled.
 */
const SHARED = ['ServiceAccount', ...RIGHTS];

/**
 * The interface of autoscalers that every Kubernetes of the lab serves. Away from a cluster istioctl writes for the oldest
 * one that it supports (operator/pkg/helm/helm.go), which is 1.22 for Istio 1.16, where that was v2beta2; as it installs,
 * it asks the cluster.
 */
const SERVED: Readonly<Record<string, string>> = {HorizontalPodAutoscaler: 'autoscaling/v2'};

/**
 * What `istioctl install` makes of these files: the objects of some kinds whole, of the others only what names
 * them. It is a pure function of the files, so it is made once.
 */
export async function installedObjects(
  plan: Plan,
  istio: IstioPlan,
  drivers: Pick<Drivers, 'istioctlAt'>,
  files: readonly string[],
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const set = settingsOf(istio);
  const kinds = JSON.stringify([COMPARED, SHARED, SERVED]);
  const inputs = [istioctlPath(plan, istio.version), ...set, kinds, ...texts].join('\n');
  const path = await kept(plan, 'installed', inputs, async () => {
    const manifest = await istioctlOf(plan, istio, drivers).manifest(files, set, signal);
    const objects = parseManifest('istioctl manifest generate', manifest);
    return JSON.stringify(objects.map((object) => compared(object, revisionLabel(istio))));
  });
  return JSON.parse(await readFile(path, 'utf8')) as readonly KubeObject[];
}

/** Without its labels, of which istioctl adds some as it installs; but whose it is, where several may have made it. */
export function compared(object: KubeObject, revision: string): KubeObject {
  const {apiVersion: written, kind, metadata, ...fields} = object;
  const apiVersion = SERVED[kind] ?? written;
  const {name, namespace} = metadata;
  const labels = SHARED.includes(kind) ? {labels: {[REV]: revision}} : {};
  const named = {
    apiVersion,
    kind,
    metadata: {name, ...(namespace === undefined ? {} : {namespace}), ...labels},
  };
  return COMPARED.includes(kind) ? {...named, ...fields} : named;
}

/** istioctl's own record of an installation. */
export async function recordRef(operatorFile: string, istio: IstioPlan): Promise<KubeRef | undefined> {
  const [operator] = await readManifest(operatorFile);
  if (operator === undefined) return undefined;
  const {apiVersion, kind, metadata} = operator;
  const name = `installed-state-${metadata.name}${revisionSuffix(istio)}`;
  return {apiVersion, kind, metadata: {name, namespace: ISTIO_SYSTEM}};
}

/**
 * Whether all objects of an installation are there and as istioctl made them, and whether its own record of it
 * says what the operator file says. The record is looked at first, since the objects take istioctl a second to
 * list.
 */
export async function lookInstalled(
  kube: Kube,
  operatorFile: string,
  istio: IstioPlan,
  objects: () => Promise<readonly KubeObject[]>,
): Promise<Look> {
  const [operator] = await readManifest(operatorFile);
  const record = await recordRef(operatorFile, istio);
  if (operator === undefined || record === undefined) return {done: false, seen: `${operatorFile} is empty`};
  const recorded = await lookApplied(kube, [{...operator, ...record}]);
  return recorded.done ? lookApplied(kube, await objects()) : recorded;
}

/** A file of the cache by the hash of what it is made from. */
async function kept(
  plan: Plan,
  folder: string,
  inputs: string,
  make: () => string | Promise<string>,
): Promise<string> {
  const hash = createHash('sha256').update(inputs).digest('hex').slice(0, 16);
  const path = join(plan.supplied.folders.cache, folder, `${hash}.yaml`);
  const there = await stat(path).catch(() => undefined);
  if (there !== undefined) return path;
  await mkdir(dirname(path), {recursive: true});
  const text = await make();
  // Two clusters' steps may make the same file at once; each writes one of its own.
  const part = `${path}.${randomUUID()}`;
  await writeFile(part, text);
  await rename(part, path);
  return path;
}
