import {stat, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {intermediateStep, rootStep} from '../../../src/ca/authorities.js';
import {clusterNamed, type Plan} from '../../../src/plan/plan.js';
import {FakeClock} from '../../fakes/clock.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';
import {quietContext} from '../../helpers/world.js';

const DAY_MS = 24 * 60 * 60 * 1000;

function parts(folder: string) {
  const plan: Plan = chapterPlan(SUPPLIED, folder);
  const clock = new FakeClock();
  const west = clusterNamed(plan, 'west');
  return {clock, root: rootStep(plan, clock), intermediate: intermediateStep(plan, west, clock), west, plan};
}

test('root and intermediate are made once, and then they are there', async (t) => {
  const {root, intermediate, plan, west} = parts(await tempFolder(t));
  t.deepEqual(await root.done(quietContext), {done: false, seen: 'not there'});
  t.false((await intermediate.done(quietContext)).done);
  await root.run(quietContext);
  await intermediate.run(quietContext);
  t.true((await root.done(quietContext)).done);
  t.true((await intermediate.done(quietContext)).done);
  const chain = await readFile(join(west.certs, 'cert-chain.pem'), 'utf8');
  const links = [join(west.certs, 'ca-cert.pem'), join(plan.root.folder, 'root-cert.pem')];
  t.is(chain, (await Promise.all(links.map((file) => readFile(file, 'utf8')))).join(''));
});

test('keys are for the owner alone', async (t) => {
  const {root, intermediate, plan, west} = parts(await tempFolder(t));
  await root.run(quietContext);
  await intermediate.run(quietContext);
  for (const file of [join(plan.root.folder, 'root-ca.key'), join(west.certs, 'ca-key.pem')])
    t.is((await stat(file)).mode & 0o777, 0o600);
});

test('a new root makes the old intermediate wrong', async (t) => {
  const {root, intermediate, plan} = parts(await tempFolder(t));
  await root.run(quietContext);
  await intermediate.run(quietContext);
  await rm(join(plan.root.folder, 'root-cert.pem'));
  await root.run(quietContext);
  t.deepEqual(await intermediate.done(quietContext), {done: false, seen: 'not signed by the root'});
});

test('a chain that lacks the root is wrong', async (t) => {
  const {root, intermediate, west} = parts(await tempFolder(t));
  await root.run(quietContext);
  await intermediate.run(quietContext);
  await writeFile(join(west.certs, 'cert-chain.pem'), await readFile(join(west.certs, 'ca-cert.pem')));
  t.false((await intermediate.done(quietContext)).done);
});

test('an expired root is made anew', async (t) => {
  const {root, clock, plan} = parts(await tempFolder(t));
  await root.run(quietContext);
  clock.pass((plan.root.days + 1) * DAY_MS);
  t.regex((await root.done(quietContext)).seen, /^expired/);
  await root.run(quietContext);
  t.true((await root.done(quietContext)).done);
});
