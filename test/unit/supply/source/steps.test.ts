import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Docker, ImageInfo} from '../../../../src/drivers/docker/docker.js';
import type {Step} from '../../../../src/engine/step.js';
import type {Plan} from '../../../../src/plan/plan.js';
import {supplySteps} from '../../../../src/supply/index.js';
import {layoutOf} from '../../../../src/supply/source/layout.js';
import {untouchable, untouchableDrivers} from '../../../fakes/drivers.js';
import {chapterPlan, SUPPLIED} from '../../../helpers/chapter.js';
import {tempFolder} from '../../../helpers/temp-folder.js';

async function planWithCache(t: ExecutionContext): Promise<Plan> {
  return chapterPlan({...SUPPLIED, folders: {...SUPPLIED.folders, cache: await tempFolder(t)}});
}

/** Steps in a world that has these images and in which nothing can be run. */
function stepsWith(plan: Plan, images: readonly string[]): Step[] {
  const info = (tag: string): ImageInfo => ({id: `id of ${tag}`, tags: [tag], labels: {}, sizeBytes: 1});
  const docker = untouchable<Docker>('docker', {
    image: (reference) => Promise.resolve(images.includes(reference) ? info(reference) : undefined),
  });
  return supplySteps(plan, {...untouchableDrivers(), docker});
}

async function undone(steps: readonly Step[]): Promise<string[]> {
  const context = {signal: new AbortController().signal, say: () => undefined};
  const looks = await Promise.all(steps.map(async ({id, done}) => ({id, ...(await done(context))})));
  return looks.filter(({done}) => !done).map(({id}) => id);
}

async function makeTools(plan: Plan): Promise<void> {
  const {tools, toolFiles} = layoutOf(plan.supplied.folders, plan.versions.istio);
  await mkdir(tools, {recursive: true});
  for (const {name} of toolFiles) await writeFile(join(tools, name), '');
}

test('supply.ready is the last step, and waits for every other one', (t) => {
  const steps = supplySteps(chapterPlan(), untouchableDrivers());
  const ready = steps.at(-1);
  t.is(ready?.id, 'supply.ready');
  t.deepEqual(
    ready?.needs,
    steps.slice(0, -1).map(({id}) => id),
  );
});

test('with the two images and the tools nothing is left to make, whatever else was cleared away', async (t) => {
  const plan = await planWithCache(t);
  const {node, client} = layoutOf(plan.supplied.folders, plan.versions.istio);
  await makeTools(plan);
  t.deepEqual(await undone(stepsWith(plan, [node, client])), []);
});

test("with only the client's image lost, it and its base are made again", async (t) => {
  const plan = await planWithCache(t);
  await makeTools(plan);
  const {node} = layoutOf(plan.supplied.folders, plan.versions.istio);
  t.deepEqual(await undone(stepsWith(plan, [node])), [
    'supply.base-image',
    'supply.client-image',
    'supply.ready',
  ]);
});

test('an unfinished folder does not count', async (t) => {
  const plan = await planWithCache(t);
  const {node, client, tools} = layoutOf(plan.supplied.folders, plan.versions.istio);
  await mkdir(`${tools}.unfinished`, {recursive: true});
  const missing = await undone(stepsWith(plan, [node, client]).filter(({id}) => id !== 'supply.modules'));
  t.true(missing.includes('supply.tools'));
  t.true(missing.includes('supply.kubernetes'));
  t.false(missing.includes('supply.etcd'), 'only the node image needs etcd, and it is there');
});
