import {existsSync} from 'node:fs';
import {readFile, stat, writeFile} from 'node:fs/promises';
import test, {type ExecutionContext} from 'ava';
import {HopelessError} from '../../../src/base/wait-for.js';
import {apiStep} from '../../../src/clusters/kubeconfig.js';
import type {Kind} from '../../../src/drivers/kind/kind.js';
import type {Kube} from '../../../src/drivers/kube/kube.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {tempFolder} from '../../helpers/temp-folder.js';
import {quietContext} from '../../helpers/world.js';

async function parts(t: ExecutionContext) {
  const plan = chapterPlan(SUPPLIED, await tempFolder(t));
  const west = clusterNamed(plan, 'west');
  const kind = untouchable<Kind>('kind', {kubeconfig: (name) => Promise.resolve(`# of ${name}\n`)});
  const kubeFor = () => untouchable<Kube>('kube', {ready: () => Promise.resolve(true)});
  return {step: apiStep(plan, west, {...untouchableDrivers(), kind, kubeFor}), file: west.kubeconfig};
}

test('the kubeconfig is written for its owner alone, says who made it, and is taken back', async (t) => {
  const {step, file} = await parts(t);
  t.deepEqual(await step.done(quietContext), {done: false, seen: 'no kubeconfig'});
  await step.run(quietContext);
  t.is((await stat(file)).mode & 0o777, 0o600);
  t.is(await readFile(file, 'utf8'), '# Made by eastwest for the lab ch12\n# of west\n');
  t.true((await step.done(quietContext)).done);
  await step.undo?.(quietContext);
  t.false(existsSync(file));
});

test('a kubeconfig that someone else wrote is refused and stays as it is', async (t) => {
  const {step, file} = await parts(t);
  await writeFile(file, 'mine\n');
  const error = await refusal(t, step.done(quietContext));
  t.true(error instanceof HopelessError);
  t.is(error.hint, `move it away: mv ${file} ${file}.mine`);
  await step.undo?.(quietContext);
  t.is(await readFile(file, 'utf8'), 'mine\n');
});
