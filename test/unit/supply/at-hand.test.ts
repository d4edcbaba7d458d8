import {mkdir, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {EastwestError, EXIT} from '../../../src/base/errors.js';
import type {ImageInfo} from '../../../src/drivers/docker/docker.js';
import type {Plan, Supplied} from '../../../src/plan/plan.js';
import {istioAtHand, requireIstio} from '../../../src/supply/at-hand.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';

/** Three versions, the second of them the lab's own, with programs that may be put into a folder. */
async function planIn(t: ExecutionContext, more: Partial<Supplied> = {}): Promise<Plan> {
  const folder = await tempFolder(t);
  const one = (version: string) => ({
    version,
    istioctl: join(folder, version, 'istioctl'),
    images: {pilot: `example/pilot:${version}`, proxyv2: `example/proxyv2:${version}`},
  });
  const istio = {'1.16.5': one('1.16.5'), '1.17.5': one('1.17.5'), '1.18.2': one('1.18.2')};
  return chapterPlan({...SUPPLIED, istio, ...more});
}

async function program(plan: Plan, version: string): Promise<void> {
  const file = plan.supplied.istio[version]?.istioctl ?? '';
  await mkdir(dirname(file), {recursive: true});
  await writeFile(file, '');
}

function engine(...images: string[]) {
  const image = (reference: string): Promise<ImageInfo | undefined> =>
    Promise.resolve(
      images.includes(reference) ? {id: reference, tags: [], labels: {}, sizeBytes: 1} : undefined,
    );
  return {docker: {image}};
}

test('at hand is what has its istioctl and both its images, in the order of the versions', async (t) => {
  const plan = await planIn(t);
  for (const version of ['1.18.2', '1.16.5']) await program(plan, version);
  const all = engine(
    ...['1.16.5', '1.18.2'].flatMap((version) => [`example/pilot:${version}`, `example/proxyv2:${version}`]),
  );
  t.deepEqual(await istioAtHand(plan, all), ['1.16.5', '1.18.2']);
  t.deepEqual(await istioAtHand(plan, engine('example/pilot:1.18.2')), []);
});

test("the lab's own version is at hand with its istioctl and the node image, which has its images in it", async (t) => {
  const plan = await planIn(t);
  t.deepEqual(await istioAtHand(plan, engine(plan.supplied.images.node)), []);
  await program(plan, '1.17.5');
  t.deepEqual(await istioAtHand(plan, engine(plan.supplied.images.node)), ['1.17.5']);
  t.deepEqual(await istioAtHand(plan, engine()), []);
});

test('a node image is nothing to another version than its own', async (t) => {
  const plan = await planIn(t);
  await program(plan, '1.18.2');
  t.deepEqual(await istioAtHand(plan, engine(plan.supplied.images.node)), []);
});

async function refused(plan: Plan, version: string, images: readonly string[] = []): Promise<EastwestError> {
  try {
    await requireIstio(plan, version, engine(...images));
  } catch (error) {
    if (error instanceof EastwestError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('a version that is at hand is given', async (t) => {
  const plan = await planIn(t);
  await program(plan, '1.18.2');
  const images = ['example/pilot:1.18.2', 'example/proxyv2:1.18.2'];
  t.deepEqual((await requireIstio(plan, '1.18.2', engine(...images))).version, '1.18.2');
});

test('one that is only not built yet is refused with the command that builds it, and what is at hand', async (t) => {
  const plan = await planIn(t);
  await program(plan, '1.17.5');
  const error = await refused(plan, '1.18.2', [plan.supplied.images.node]);
  t.is(error.code, 'SUPPLY-NOT-BUILT');
  t.is(error.hint, 'eastwest supply build --istio 1.18.2');
  t.deepEqual(error.details, ['at hand: Istio 1.17.5']);
  t.is(error.exitCode, EXIT.usage);
});

test('one that the supply never has is refused with the nearest; a name of every object is no version', async (t) => {
  const plan = await planIn(t);
  const error = await refused(plan, '1.18.7');
  t.is(error.code, 'SUPPLY-UNKNOWN-VERSION');
  t.is(
    error.message,
    'the source supply does not have Istio 1.18.7 (it has 1.16.5, 1.17.5, 1.18.2; nearest is 1.18.2)',
  );
  t.deepEqual(error.details, ['at hand: Istio of no version']);
  t.is((await refused(plan, 'toString')).code, 'SUPPLY-UNKNOWN-VERSION');
});
