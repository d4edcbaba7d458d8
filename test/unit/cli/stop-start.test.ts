import test from 'ava';
import {clientStep} from '../../../src/apps/client.js';
import {refuseUnlessThere, startSteps} from '../../../src/cli/commands/start.js';
import {stopLab} from '../../../src/cli/commands/stop.js';
import type {ContainerInfo, Docker} from '../../../src/drivers/docker/docker.js';
import {checkGraph} from '../../../src/engine/graph.js';
import {LAB_LABEL} from '../../../src/plan/plan.js';
import {allSteps} from '../../../src/stages.js';
import {container, dockerWith} from '../../fakes/containers.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {quietContext} from '../../helpers/world.js';

const plan = chapterPlan();
const labels = {[LAB_LABEL]: 'ch12'};
const NAMES = ['west-control-plane', 'east-control-plane', 'mypc'];

/** An engine whose containers stop when they are told, but for those that do not. */
function engine(containers: ContainerInfo[], stubborn: readonly string[] = []) {
  const diary: string[] = [];
  const change = (id: string, to: Partial<ContainerInfo>): void => {
    const at = containers.findIndex((one) => one.id === id);
    const found = containers[at];
    if (found !== undefined) containers[at] = {...found, ...to};
  };
  const docker = untouchable<Docker>('docker', {
    containers: () => Promise.resolve([...containers]),
    container: (name) => Promise.resolve(containers.find((one) => one.name === name)),
    unpauseContainer: (id) => {
      diary.push(`unpause ${id}`);
      return Promise.resolve();
    },
    pauseContainer: (id) => {
      diary.push(`pause ${id}`);
      change(id, {paused: true});
      return Promise.resolve();
    },
    stopContainer: (id) => {
      diary.push(`stop ${id}`);
      if (!stubborn.includes(id)) change(id, {running: false});
      return Promise.resolve();
    },
  });
  return {docker, diary};
}

for (const [by, verb] of [
  ['freeze', 'pause'],
  ['end', 'stop'],
] as const) {
  test(`${by}: the client stops before the nodes that it calls; after that nothing works`, async (t) => {
    const {docker, diary} = engine(NAMES.map((name) => container(name, {labels})));
    t.deepEqual([...(await stopLab(plan, docker, by))].sort(), [...NAMES].sort());
    t.is(diary[0], 'stop id-of-mypc');
    const nodes = ['east', 'west'].map((cluster) => `${verb} id-of-${cluster}-control-plane`);
    t.deepEqual(diary.slice(1).sort(), nodes);
    t.deepEqual(await stopLab(plan, docker, by), []);
  });
}

test('a node that is frozen hears of its end; one that does not run is none of our business', async (t) => {
  const {docker, diary} = engine([
    container('west-control-plane', {labels, paused: true}),
    container('east-control-plane', {labels, running: false}),
  ]);
  t.deepEqual(await stopLab(plan, docker, 'end'), ['west-control-plane']);
  t.deepEqual(diary, ['unpause id-of-west-control-plane', 'stop id-of-west-control-plane']);
});

test('what goes on running is named', async (t) => {
  const containers = NAMES.map((name) => container(name, {labels}));
  const {docker} = engine(containers, ['id-of-east-control-plane']);
  const error = await refusal(t, stopLab(plan, docker, 'end'));
  t.is(error.code, 'STOP-INCOMPLETE');
  t.regex(error.message, /: east-control-plane$/);
});

test('what starts a lab are steps of `up` that make nothing, in a sound order', (t) => {
  const steps = startSteps(allSteps(plan, untouchableDrivers(), {install: false}));
  t.notThrows(() => checkGraph(steps));
  t.deepEqual(steps.map(({id}) => id).sort(), [
    'apps.call',
    'apps.client',
    'clusters.east.api',
    'clusters.east.node',
    'clusters.east.ready',
    'clusters.started',
    'clusters.west.api',
    'clusters.west.node',
    'clusters.west.ready',
  ]);
  const call = steps.find(({id}) => id === 'apps.call');
  t.true(call?.needs.includes('clusters.west.ready'));
  t.deepEqual(steps.find(({id}) => id === 'apps.client')?.needs, ['clusters.started']);
});

test('a lab of which something must be made first is not started', async (t) => {
  for (const missing of NAMES) {
    const {docker} = engine(
      NAMES.filter((name) => name !== missing).map((name) => container(name, {labels})),
    );
    const error = await refusal(t, refuseUnlessThere(plan, docker));
    t.is(error.code, 'LAB-NOT-STARTABLE');
    t.regex(error.message, new RegExp(`there is no ${missing} of it`));
    t.is(error.hint, 'eastwest up');
  }
  const foreign = engine(NAMES.map((name) => container(name)));
  await refusal(t, refuseUnlessThere(plan, foreign.docker));
});

test('a client that was stopped is started; one of another image is made anew', async (t) => {
  const stopped = container('mypc', {labels, running: false, addresses: {eastwest: ''}});
  const step = ({imageId}: Pick<ContainerInfo, 'imageId'>) => {
    const {docker, diary} = dockerWith({containers: [{...stopped, imageId}]});
    return {client: clientStep(plan, {...untouchableDrivers(), docker}), diary};
  };
  const same = step({imageId: 'sha256:1'});
  t.deepEqual(await same.client.done(quietContext), {done: false, seen: 'stopped'});
  await same.client.run(quietContext);
  t.deepEqual(same.diary, ['start container id-of-mypc']);
  const other = step({imageId: 'sha256:2'});
  await other.client.run(quietContext);
  t.deepEqual(other.diary, ['remove container id-of-mypc', 'create container mypc']);
});
