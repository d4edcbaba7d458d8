import {existsSync} from 'node:fs';
import {readFile, stat, writeFile} from 'node:fs/promises';
import test, {type ExecutionContext} from 'ava';
import {HopelessError} from '../../../src/base/wait-for.js';
import {apiStep} from '../../../src/clusters/kubeconfig.js';
import type {Kind} from '../../../src/drivers/kind/kind.js';
import {untoldPods} from '../../../src/clusters/untold.js';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {FakeClock} from '../../fakes/clock.js';
import {container, dockerWith} from '../../fakes/containers.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {tempFolder} from '../../helpers/temp-folder.js';
import {quietContext} from '../../helpers/world.js';

const NOW = new FakeClock().date().getTime();

/** A pod whose container has run since so many milliseconds after (before, if negative) the fakes' time. */
const podSince = (afterMs: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {namespace: 'metallb-system', name: 'speaker-1'},
  status: {
    containerStatuses: [
      {state: {waiting: {reason: 'ContainerCreating'}}},
      {state: {running: {startedAt: new Date(NOW + afterMs).toISOString().replace('.000', '')}}},
    ],
  },
});

async function parts(t: ExecutionContext, pods: readonly KubeObject[] = [], startedMsAgo = 20_000) {
  const plan = chapterPlan(SUPPLIED, await tempFolder(t));
  const west = clusterNamed(plan, 'west');
  const kind = untouchable<Kind>('kind', {kubeconfig: (name) => Promise.resolve(`# of ${name}\n`)});
  let lists = 0;
  const list = () => {
    lists++;
    return Promise.resolve(pods);
  };
  const kube = {ready: () => Promise.resolve(true), list};
  const kubeFor = () => untouchable<Kube>('kube', kube);
  const {docker} = dockerWith({containers: [container(west.node, {startedAtMs: NOW - startedMsAgo})]});
  const step = apiStep(plan, west, {...untouchableDrivers(), docker, kind, kubeFor});
  return {step, file: west.kubeconfig, lists: () => lists};
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

test('an API server that tells of pods as they were before their node was started is no answer yet', async (t) => {
  const before = await parts(t, [podSince(-60_000)]);
  await before.step.run(quietContext);
  t.deepEqual(await before.step.done(quietContext), {
    done: false,
    seen: 'not told of since the node was started: metallb-system/speaker-1',
  });
  const since = await parts(t, [podSince(-10_000)]);
  await since.step.run(quietContext);
  t.true((await since.step.done(quietContext)).done);
});

test('pods are asked for only soon after the start of their node', async (t) => {
  for (const [startedMsAgo, lists] of [
    [120_000, 1],
    [120_001, 0],
  ] as const) {
    const long = await parts(t, [podSince(-200_000)], startedMsAgo);
    await long.step.run(quietContext);
    t.is((await long.step.done(quietContext)).done, lists === 0);
    t.is(long.lists(), lists);
  }
});

test('whole seconds of Kubernetes are no reason to wait, nor is what nobody tells of any more', (t) => {
  const started = {startedAtMs: NOW - 19_400};
  t.deepEqual(untoldPods([podSince(-20_000)], started, NOW), [], 'the same second');
  t.deepEqual(untoldPods([podSince(-21_000)], started, NOW), ['metallb-system/speaker-1']);
  t.deepEqual(untoldPods([podSince(-21_000)], started, NOW + 110_000), [], 'its kubelet does not run');
  t.deepEqual(untoldPods([podSince(-21_000)], started, NOW - 30_000), [], 'a clock that was set back');
  t.deepEqual(untoldPods([podSince(-21_000)], {}, NOW), []);
});
