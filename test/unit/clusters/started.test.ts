import test from 'ava';
import {startedStep} from '../../../src/clusters/started.js';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import {LAB_LABEL} from '../../../src/plan/plan.js';
import {container, dockerWith} from '../../fakes/containers.js';
import {untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {quietContext} from '../../helpers/world.js';

const OWN = {[LAB_LABEL]: 'ch12'};
const FIXED = {...OWN, 'dev.eastwest.addresses': 'fixed'};
const step = (docker: Docker) => startedStep(chapterPlan(), {...untouchableDrivers(), docker});
const stopped = (name: string) => container(`${name}-control-plane`, {labels: OWN, running: false});

/** The files of a node that kind has finished, last started at this address. */
const whole = (name: string, address: string) => ({
  [`id-of-${name}-control-plane /kind/eastwest-complete`]: 'ch12\n',
  [`id-of-${name}-control-plane /kind/old-ipv4`]: address,
});
const both = {
  containers: [stopped('west'), stopped('east')],
  files: {...whole('west', '172.18.0.10'), ...whole('east', '172.18.0.9')},
};

test('where the engine chooses addresses, nodes start in the order of those that they had', async (t) => {
  const {docker, diary} = dockerWith({...both, networks: {eastwest: OWN}});
  t.deepEqual(await step(docker).done(quietContext), {
    done: false,
    seen: 'west-control-plane is stopped, east-control-plane is stopped',
  });
  await step(docker).run(quietContext);
  t.deepEqual(diary, ['start container east-control-plane', 'start container west-control-plane']);
});

test('where addresses can be asked for, each node gets its own before it starts', async (t) => {
  const {docker, diary} = dockerWith({...both, networks: {eastwest: FIXED}});
  await step(docker).run(quietContext);
  t.deepEqual(diary, [
    'place east-control-plane in eastwest at 172.18.0.9',
    'start container east-control-plane',
    'place west-control-plane in eastwest at 172.18.0.10',
    'start container west-control-plane',
  ]);
});

test('a node whose address somebody else has by now starts with another', async (t) => {
  const shelf = dockerWith({...both, containers: [stopped('west')], networks: {eastwest: FIXED}});
  const {docker, diary} = shelf;
  let refused = false;
  const taken: Docker = new Proxy(docker, {
    get: (target, key) => {
      if (key !== 'startContainer' || refused) return Reflect.get(target, key) as unknown;
      refused = true;
      return () => Promise.reject(new Error('Address already in use'));
    },
  });
  await step(taken).run(quietContext);
  t.deepEqual(diary, [
    'place west-control-plane in eastwest at 172.18.0.10',
    'place west-control-plane in eastwest at any',
    'start container west-control-plane',
  ]);
});

test('a node that is frozen goes on', async (t) => {
  const frozen = {...stopped('west'), running: true, paused: true};
  const {docker, diary} = dockerWith({...both, containers: [frozen], networks: {eastwest: FIXED}});
  t.deepEqual(await step(docker).done(quietContext), {done: false, seen: 'west-control-plane is paused'});
  await step(docker).run(quietContext);
  t.deepEqual(diary, ['unpause container west-control-plane']);
});

test("a half-made node and a stranger's are left as they are", async (t) => {
  const foreign = {...stopped('east'), labels: {}};
  const shelf = {containers: [stopped('west'), foreign], files: whole('east', '172.18.0.9')};
  const {docker, diary} = dockerWith({...shelf, networks: {eastwest: FIXED}});
  t.true((await step(docker).done(quietContext)).done);
  await step(docker).run(quietContext);
  t.deepEqual(diary, []);
});
