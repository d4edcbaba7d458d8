import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import type {ExecutionContext} from 'ava';
import {openLab} from '../../src/cli/open-lab.js';
import type {Kube, KubeObject} from '../../src/drivers/kube/kube.js';
import {clusterNamed} from '../../src/plan/plan.js';
import {eastwest} from '../helpers/program.js';
import {projectFile} from '../helpers/project.js';

/** The real lab of the chapter. */
export const {plan, drivers} = await openLab({lab: projectFile('ch12/lab.yaml'), supply: 'source'});

/** The API server of a cluster by the lab's name for it. */
export function kubeOf(name: string): Kube {
  return drivers.kubeFor(clusterNamed(plan, name).kubeconfig);
}

/** Has objects in a cluster for the time of a test. */
export async function planted(
  t: ExecutionContext,
  cluster: string,
  ...objects: readonly KubeObject[]
): Promise<void> {
  const kube = kubeOf(cluster);
  t.teardown(() => Promise.all(objects.map((object) => kube.remove(object))));
  await kube.apply(objects);
}

/** `up` makes good what a test has broken. */
export async function mended(t: ExecutionContext): Promise<void> {
  const {code, stderr} = await eastwest('up');
  t.is(code, 0, stderr);
}

/**
 * A copy of the chapter's folder with one manifest changed, as a reader might have mistyped it; resolves to
 * its lab file. The change must change something, or the test would prove nothing.
 */
export async function changedChapter(
  t: ExecutionContext,
  file: string,
  change: (text: string) => string,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'eastwest-planted-'));
  t.teardown(() => rm(folder, {recursive: true, force: true}));
  await cp(projectFile('ch12'), folder, {recursive: true});
  const before = await readFile(join(folder, file), 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`nothing was changed in ${file}`);
  await writeFile(join(folder, file), after);
  return join(folder, 'lab.yaml');
}
