import {createHash, randomUUID} from 'node:crypto';
import {mkdir, readFile, rename, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {stringify} from 'yaml';
import type {Drivers} from '../drivers/drivers.js';
import {lookApplied, parseManifest, readManifest} from '../drivers/kube/manifest.js';
import type {Kube, KubeObject} from '../drivers/kube/kube.js';
import type {Look} from '../base/wait-for.js';
import type {Plan} from '../plan/plan.js';
import {controlPlaneContinuity, eastWestContinuity} from './continuity.js';
import {offlineOperator} from './offline.js';
import {stockEnvoyOperator} from './stock-envoy/operator.js';

/** Lets tcpdump run in a sidecar, as the chapter does. */
export const PRIVILEGED = 'values.global.proxy.privileged=true';

/** The operator files of a control plane: the lab's own, and what its settings and stock Envoy need over it. */
export async function operatorFiles(plan: Plan, file: string): Promise<readonly string[]> {
  const {continuity, supplied} = plan;
  return [
    ...(await labFiles(plan, file)),
    ...(continuity === undefined ? [] : [await over(plan, controlPlaneContinuity(continuity))]),
    ...(supplied.proxy.kind === 'istio-proxy' ? [] : [await over(plan, stockEnvoyOperator)]),
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

function over(plan: Plan, operator: object): Promise<string> {
  return kept(plan, 'operators', stringify(operator), () => stringify(operator));
}

/** Kinds whose fields nobody but istioctl writes; of the others controllers change some, such as CA bundles. */
const COMPARED = ['Deployment', 'Service', 'ConfigMap'];

/**
 * What `istioctl install` makes of these files: the objects of some kinds whole, of the others only what names
 * them. It is a pure function of the files, so it is made once.
 */
export async function installedObjects(
  plan: Plan,
  {istioctl}: Drivers,
  files: readonly string[],
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const inputs = [plan.supplied.tools.istioctl, PRIVILEGED, ...COMPARED, ...texts].join('\n');
  const path = await kept(plan, 'installed', inputs, async () => {
    const manifest = await istioctl.manifest(files, [PRIVILEGED], signal);
    return JSON.stringify(parseManifest('istioctl manifest generate', manifest).map(compared));
  });
  return JSON.parse(await readFile(path, 'utf8')) as readonly KubeObject[];
}

/** Without its labels: istioctl adds some of its own as it installs. */
function compared(object: KubeObject): KubeObject {
  const {apiVersion, kind, metadata, ...fields} = object;
  const {name, namespace} = metadata;
  const named = {apiVersion, kind, metadata: {name, ...(namespace === undefined ? {} : {namespace})}};
  return COMPARED.includes(kind) ? {...named, ...fields} : named;
}

/**
 * Whether all objects of an installation are there and as istioctl made them, and whether its own record of it
 * says what the operator file says. The record is looked at first, since the objects take istioctl a second to
 * list.
 */
export async function lookInstalled(
  kube: Kube,
  operatorFile: string,
  objects: () => Promise<readonly KubeObject[]>,
): Promise<Look> {
  const [operator] = await readManifest(operatorFile);
  if (operator === undefined) return {done: false, seen: `${operatorFile} is empty`};
  const {name} = operator.metadata;
  const metadata = {name: `installed-state-${name}`, namespace: 'istio-system'};
  const recorded = await lookApplied(kube, [{...operator, metadata}]);
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
