import {mkdir, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Docker, ImageInfo} from '../../../../src/drivers/docker/docker.js';
import type {Step} from '../../../../src/engine/step.js';
import type {Plan} from '../../../../src/plan/plan.js';
import {istioBuildSteps, istioToBuild} from '../../../../src/supply/source/build-istio.js';
import {istioAlone} from '../../../../src/supply/source/istio-alone.js';
import {untouchable, untouchableDrivers} from '../../../fakes/drivers.js';
import {chapterPlan, SUPPLIED} from '../../../helpers/chapter.js';
import {tempFolder} from '../../../helpers/temp-folder.js';

async function planIn(t: ExecutionContext): Promise<Plan> {
  return chapterPlan({...SUPPLIED, folders: {...SUPPLIED.folders, cache: await tempFolder(t)}});
}

function engine(images: readonly string[]): Docker {
  const info = (tag: string): ImageInfo => ({id: `id of ${tag}`, tags: [tag], labels: {}, sizeBytes: 1});
  return untouchable<Docker>('docker', {
    image: (reference) => Promise.resolve(images.includes(reference) ? info(reference) : undefined),
  });
}

function stepsFor(plan: Plan, versions: readonly string[], images: readonly string[] = []): Step[] {
  return istioBuildSteps(plan, versions, {...untouchableDrivers(), docker: engine(images)});
}

async function undone(steps: readonly Step[]): Promise<string[]> {
  const context = {signal: new AbortController().signal, say: () => undefined};
  // The sources are asked of `go`, which nothing may run here.
  const asked = steps.filter(({id}) => !id.endsWith('.modules'));
  const looks = await Promise.all(asked.map(async ({id, done}) => ({id, ...(await done(context))})));
  return looks.filter(({done}) => !done).map(({id}) => id);
}

async function program(plan: Plan, version: string): Promise<void> {
  const {istioctl} = istioAlone(plan.supplied.folders, version);
  await mkdir(dirname(istioctl), {recursive: true});
  await writeFile(istioctl, '');
}

function imagesOf(plan: Plan, version: string): string[] {
  const {pilot, proxyv2} = istioAlone(plan.supplied.folders, version).images;
  return [pilot, proxyv2];
}

test('of each version its sources, programs, images and istioctl are made, of the base and of Envoy one', (t) => {
  const ids = stepsFor(chapterPlan(), ['1.18.2', '1.20.0']).map(({id}) => id);
  const own = (version: string) =>
    ['.modules', '', '.images', '.istioctl'].map((word) => `supply.istio-${version}${word}`);
  t.deepEqual(ids, ['supply.base-image', 'supply.envoy', ...own('1.18.2'), ...own('1.20.0'), 'supply.ready']);
});

test('every step waits only for steps that there are, and for a host that is ready', (t) => {
  const steps = stepsFor(chapterPlan(), ['1.16.5', '1.19.0']);
  const ids = new Set(['host.ready', ...steps.map(({id}) => id)]);
  for (const {id, needs} of steps) {
    t.true(needs.length > 0, id);
    t.deepEqual(
      needs.filter((need) => !ids.has(need)),
      [],
      id,
    );
  }
});

test('each version is built from its own recipe, one at a time', (t) => {
  const steps = stepsFor(chapterPlan(), ['1.18.2', '1.20.0']);
  for (const version of ['1.18.2', '1.20.0']) {
    const step = steps.find(({id}) => id === `supply.istio-${version}`);
    t.is(step?.lane, 'go');
    for (const command of step?.commands ?? []) t.true(command.startsWith(`cd images/istio/${version} && `));
  }
});

test('with istioctl and both images nothing is left to make, whatever else was cleared away', async (t) => {
  const plan = await planIn(t);
  await program(plan, '1.18.2');
  t.deepEqual(await undone(stepsFor(plan, ['1.18.2'], imagesOf(plan, '1.18.2'))), []);
});

test('one version that is there saves the others nothing of their own', async (t) => {
  const plan = await planIn(t);
  await program(plan, '1.18.2');
  t.deepEqual(await undone(stepsFor(plan, ['1.18.2', '1.20.0'], imagesOf(plan, '1.18.2'))), [
    'supply.base-image',
    'supply.envoy',
    'supply.istio-1.20.0',
    'supply.istio-1.20.0.images',
    'supply.istio-1.20.0.istioctl',
    'supply.ready',
  ]);
});

test('a lost image is built again, and what it is made from', async (t) => {
  const plan = await planIn(t);
  await program(plan, '1.18.2');
  const [pilot = ''] = imagesOf(plan, '1.18.2');
  t.deepEqual(await undone(stepsFor(plan, ['1.18.2'], [pilot])), [
    'supply.base-image',
    'supply.envoy',
    'supply.istio-1.18.2',
    'supply.istio-1.18.2.images',
    'supply.ready',
  ]);
});

test('for no version there is nothing to do', (t) => {
  t.deepEqual(stepsFor(chapterPlan(), []), []);
});

test('to be built is what lacks its istioctl or an image; all of it where no engine answers', async (t) => {
  const plan = await planIn(t);
  const versions = ['1.16.5', '1.18.2', '1.20.0'];
  for (const version of ['1.16.5', '1.18.2']) await program(plan, version);
  const images = [...imagesOf(plan, '1.16.5'), ...imagesOf(plan, '1.18.2').slice(0, 1)];
  t.deepEqual(await istioToBuild(plan, versions, engine(images)), ['1.18.2', '1.20.0']);
  t.deepEqual(await istioToBuild(plan, versions, undefined), versions);
});
