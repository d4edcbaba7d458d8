import test from 'ava';
import {clientStep} from '../../../src/apps/client.js';
import {networkStep} from '../../../src/clusters/network.js';
import {nodeStep, remainsStep} from '../../../src/clusters/node.js';
import {HopelessError} from '../../../src/base/wait-for.js';
import {runSteps} from '../../../src/engine/run-steps.js';
import type {Step} from '../../../src/engine/step.js';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import {clusterNamed, LAB_LABEL} from '../../../src/plan/plan.js';
import {FakeClock} from '../../fakes/clock.js';
import {container, dockerWith, failingOnce} from '../../fakes/containers.js';
import {untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {quietContext} from '../../helpers/world.js';

const plan = chapterPlan();
const west = clusterNamed(plan, 'west');
const OWN = {[LAB_LABEL]: 'ch12'};
const WHOLE = {'id-of-west-control-plane /kind/eastwest-complete': 'ch12\n'};

const STEPS: Record<string, (docker: Docker) => Step> = {
  'the network': (docker) => networkStep(plan, docker),
  'a half-made node': (docker) => remainsStep(plan, west, {...untouchableDrivers(), docker}),
  'the node': (docker) => nodeStep(plan, west, {...untouchableDrivers(), docker}),
  'the client': (docker) => clientStep(plan, {...untouchableDrivers(), docker}),
};

const alone = (step: Step): Step => ({...step, needs: []});
const bringAbout = (step: Step) =>
  runSteps([alone(step)], {
    signal: quietContext.signal,
    clock: new FakeClock(),
    emit: () => undefined,
    lanes: {},
  });

for (const [owner, labels] of Object.entries({nobody: {}, 'another lab': {[LAB_LABEL]: 'other'}})) {
  const shelf = {
    containers: [container('west-control-plane', {labels}), container('mypc', {labels})],
    networks: {eastwest: labels},
  };
  for (const [what, stepOf] of Object.entries(STEPS)) {
    test(`${what} of the same name that belongs to ${owner} is refused, with a remedy, and left as it is`, async (t) => {
      const {docker, diary} = dockerWith(shelf);
      const error = await refusal(t, bringAbout(stepOf(docker)));
      t.true(error instanceof HopelessError);
      t.is(error.code, 'LAB-FOREIGN');
      t.regex(error.message, /it is left as it is$/);
      t.truthy(error.hint);
      t.deepEqual(diary, []);
    });

    test(`to take back ${what} leaves one of the same name that belongs to ${owner}`, async (t) => {
      const {docker, diary} = dockerWith(shelf);
      await stepOf(docker).undo?.(quietContext);
      t.deepEqual(diary, []);
    });
  }
}

for (const what of ['a half-made node', 'the node', 'the client']) {
  test(`${what} of someone else is left also when the engine did not answer the first question`, async (t) => {
    const foreign = [container('west-control-plane'), container('mypc')];
    const {docker, diary} = dockerWith({containers: foreign});
    const stepOf = STEPS[what];
    if (stepOf === undefined) throw new Error(`no step for ${what}`);
    const error = await refusal(t, bringAbout(stepOf(failingOnce(docker, 'container'))));
    t.is(error.code, 'LAB-FOREIGN');
    t.deepEqual(diary, []);
  });
}

const ownNode = container('west-control-plane', {labels: OWN});
const remains = (docker: Docker): Step => remainsStep(plan, west, {...untouchableDrivers(), docker});

test('a node that kind has not finished is removed', async (t) => {
  const {docker, diary} = dockerWith({containers: [ownNode]});
  await remains(docker).run(quietContext);
  t.deepEqual(diary, ['remove container id-of-west-control-plane']);
});

test('a whole cluster is not removed because the engine did not answer once', async (t) => {
  const {docker, diary} = dockerWith({containers: [ownNode], files: WHOLE});
  await bringAbout(remains(failingOnce(docker, 'readFile')));
  t.deepEqual(diary, []);
});

test('a node that was stopped is started, not made anew', async (t) => {
  const stopped = {...ownNode, running: false};
  const {docker, diary} = dockerWith({containers: [stopped], files: WHOLE});
  const step = nodeStep(plan, west, {...untouchableDrivers(), docker});
  t.deepEqual(await step.done(quietContext), {done: false, seen: 'stopped'});
  await step.run(quietContext);
  t.deepEqual(diary, ['start container west-control-plane']);
});

test('what this lab made is taken back', async (t) => {
  const own = {containers: [ownNode, container('mypc', {labels: OWN})], networks: {eastwest: OWN}};
  const {docker, diary} = dockerWith(own);
  for (const what of ['the network', 'the node', 'the client'])
    await STEPS[what]?.(docker).undo?.(quietContext);
  t.deepEqual(diary, [
    'remove network id-of-eastwest',
    'remove container id-of-west-control-plane',
    'remove container id-of-mypc',
  ]);
});
