import test from 'ava';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import {checkGraph} from '../../../src/engine/graph.js';
import type {Step} from '../../../src/engine/step.js';
import {undoSteps} from '../../../src/engine/undo-steps.js';
import {trafficSteps, type TrafficSetting} from '../../../src/traffic/index.js';
import {FakeClock} from '../../fakes/clock.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {listOf} from '../../fakes/kube.js';
import {chapterPlan, samplePlan} from '../../helpers/chapter.js';
import {quietContext} from '../../helpers/world.js';

const NAME = 'eastwest-traffic';
const plan = chapterPlan();

const keyOf = ({kind, metadata}: Pick<KubeObject, 'kind' | 'metadata'>): string => `${kind} ${metadata.name}`;

/** A cluster that keeps what it is given; a namespace that is removed goes once its last pod has gone. */
function cluster(objects: readonly KubeObject[] = []) {
  const kept = new Map(objects.map((object) => [keyOf(object), object]));
  const removed: string[] = [];
  const kube = untouchable<Kube>('kube', {
    get: (ref) => {
      const found = kept.get(keyOf(ref));
      const ending = found?.metadata.deletionTimestamp !== undefined;
      if (ending && ![...kept.values()].some(({kind}) => kind === 'Pod')) kept.delete(keyOf(ref));
      return Promise.resolve(found);
    },
    list: listOf(kept),
    apply: (given) => {
      for (const object of given) kept.set(keyOf(object), object);
      return Promise.resolve();
    },
    remove: (ref, within) => {
      removed.push(`${keyOf(ref)}${within === undefined ? '' : ` within ${within.graceSeconds} s`}`);
      const found = kept.get(keyOf(ref));
      if (ref.kind === 'Pod') kept.delete(keyOf(ref));
      else if (found !== undefined) {
        kept.set(keyOf(ref), {...found, metadata: {...found.metadata, deletionTimestamp: 'now'}});
      }
      return Promise.resolve();
    },
  });
  return {kube, kept, removed};
}

function steps(kube: Kube, setting: TrafficSetting = {}): readonly Step[] {
  return trafficSteps(plan, {...untouchableDrivers(), kubeFor: () => kube}, setting);
}

function step(kube: Kube, id: string, setting: TrafficSetting = {}): Step {
  const found = steps(kube, setting).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no step ${id}`);
  return found;
}

const namespace = (labels: Readonly<Record<string, string>>, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {name: NAME, labels, ...more},
});
const OWN = {'dev.eastwest.lab': 'ch12'};
const POD: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: 'echo-west-1', namespace: NAME},
  spec: {containers: [{name: 'echo'}, {name: 'istio-proxy'}]},
};

test('the steps are a sound graph; every call waits for all of it', (t) => {
  const all = steps(cluster().kube);
  t.notThrows(() => checkGraph(all));
  t.deepEqual(all.at(-1)?.needs, [
    'traffic.west.ready',
    'traffic.west.routes',
    'traffic.east.ready',
    'traffic.east.routes',
  ]);
  t.is(new Set(all.map(({id}) => id)).size, 9);
});

test('a lab of one cluster is refused before anything is made', (t) => {
  t.throws(() => trafficSteps(samplePlan('one'), untouchableDrivers()), {code: 'TRAFFIC-ONE-CLUSTER'});
});

test('the namespace is made with the label of the lab, and that of a revision where the mesh has one', async (t) => {
  const plain = cluster();
  await step(plain.kube, 'traffic.west.namespace').run(quietContext);
  t.deepEqual(plain.kept.get(`Namespace ${NAME}`)?.metadata.labels, {...OWN, 'istio-injection': 'enabled'});
  const revised = cluster();
  const setting: TrafficSetting = {injectionOf: ({name}) => ({'istio.io/rev': `of-${name}`})};
  await step(revised.kube, 'traffic.west.namespace', setting).run(quietContext);
  t.deepEqual(revised.kept.get(`Namespace ${NAME}`)?.metadata.labels, {...OWN, 'istio.io/rev': 'of-west'});
  t.true((await step(revised.kube, 'traffic.west.namespace').done(quietContext)).done, 'a hop has moved it');
});

for (const [title, object, seen] of [
  ['not there', undefined, 'not there'],
  ['without injection', namespace(OWN), 'no proxy would be put into its pods'],
  [
    'going away',
    namespace({...OWN, 'istio-injection': 'enabled'}, {deletionTimestamp: 'x'}),
    'is being deleted',
  ],
] as const) {
  test(`a namespace that is ${title} is not done`, async (t) => {
    const {kube} = cluster(object === undefined ? [] : [object, POD]);
    t.deepEqual(await step(kube, 'traffic.west.namespace').done(quietContext), {done: false, seen});
  });
}

test("somebody else's namespace of the name is refused, and not removed", async (t) => {
  const {kube, removed} = cluster([namespace({'istio-injection': 'enabled'})]);
  await t.throwsAsync(step(kube, 'traffic.west.namespace').done(quietContext), {code: 'LAB-FOREIGN'});
  await step(kube, 'traffic.west.namespace').undo?.(quietContext);
  t.deepEqual(removed, []);
});

test('what was applied is done, and what was changed is not', async (t) => {
  const {kube, kept} = cluster();
  for (const id of ['traffic.west.workload', 'traffic.west.routes']) {
    t.false((await step(kube, id).done(quietContext)).done);
    await step(kube, id).run(quietContext);
    t.true((await step(kube, id).done(quietContext)).done);
  }
  const route = kept.get('VirtualService retries-off');
  if (route === undefined) throw new Error('no route');
  const changed = JSON.stringify(route).replace('"attempts":0', '"attempts":2');
  kept.set('VirtualService retries-off', JSON.parse(changed) as KubeObject);
  t.regex((await step(kube, 'traffic.west.routes').done(quietContext)).seen, /attempts is 2, not 0/);
});

test('a workload is ready with its proxy, and not without', async (t) => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'echo-west', namespace: NAME},
    spec: {replicas: 1},
    status: {replicas: 1, updatedReplicas: 1, availableReplicas: 1},
  };
  t.true((await step(cluster([deployment, POD]).kube, 'traffic.west.ready').done(quietContext)).done);
  const bare = {...POD, spec: {containers: [{name: 'echo'}]}};
  const look = await step(cluster([deployment, bare]).kube, 'traffic.west.ready').done(quietContext);
  t.deepEqual(look, {done: false, seen: 'without a sidecar: echo-west-1'});
});

test('taken back: callers first, then the namespaces, whose pods are not given their time to drain', async (t) => {
  const {kube, kept, removed} = cluster([namespace(OWN), POD]);
  const diary: string[] = [];
  const docker = untouchable('docker', {
    container: () => Promise.resolve({running: true}),
    exec: (_name: string, command: readonly string[]) => {
      diary.push(`${command.slice(4).join(' ')}, ${removed.length} removed`);
      return Promise.resolve({exitCode: 0, stdout: '', stderr: ''});
    },
  });
  const clock = new FakeClock();
  const drivers = {...untouchableDrivers(), clock, docker: docker as never, kubeFor: () => kube};
  const [west] = plan.clusters;
  if (west === undefined) throw new Error('no cluster');
  const own = trafficSteps(plan, drivers).filter(({id}) => !id.includes('.east.'));
  const {signal} = quietContext;
  await undoSteps(own, {signal, clock, emit: () => undefined});
  t.deepEqual(diary, ['/tmp/eastwest-calls-upgrade-traffic traffic, 0 removed']);
  t.deepEqual(removed, [`Namespace ${NAME}`, 'Pod echo-west-1 within 1 s']);
  t.deepEqual([...kept.keys()], []);
});
