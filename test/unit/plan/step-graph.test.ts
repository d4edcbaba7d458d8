import test from 'ava';
import {appSteps} from '../../../src/apps/index.js';
import {caSteps} from '../../../src/ca/index.js';
import {clusterSteps} from '../../../src/clusters/index.js';
import {checkGraph, inOrder} from '../../../src/engine/graph.js';
import type {Step} from '../../../src/engine/step.js';
import {loadBalancerSteps} from '../../../src/loadbalancer/index.js';
import {meshSteps} from '../../../src/mesh/index.js';
import type {Supplied} from '../../../src/plan/plan.js';
import {untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {World} from '../../helpers/world.js';

const stockEnvoy = SUPPLIED;
const istioProxy: Supplied = {...SUPPLIED, proxy: {kind: 'istio-proxy', version: '1.17.8'}};

const GIVEN = ['host.fit', 'host.ready', 'supply.ready'];

/** The steps of all stages that make the lab itself; that host and supply are over is taken as given. */
function steps(supplied = stockEnvoy): readonly Step[] {
  const plan = chapterPlan(supplied);
  const drivers = untouchableDrivers();
  const given = GIVEN.map((id) => new World().step(id));
  return [
    ...given,
    ...clusterSteps(plan, drivers),
    ...loadBalancerSteps(plan, drivers),
    ...caSteps(plan, drivers),
    ...meshSteps(plan, drivers),
    ...appSteps(plan, drivers),
  ];
}

/** All that must be over before a step may begin. */
function before(id: string, all = steps()): ReadonlySet<string> {
  const needs = all.find((step) => step.id === id)?.needs;
  if (needs === undefined) throw new Error(`no step ${id}`);
  return new Set(needs.flatMap((need) => [need, ...before(need, all)]));
}

for (const [name, supplied] of Object.entries({stockEnvoy, istioProxy})) {
  test(`the graph is sound with ${name}`, (t) => t.notThrows(() => checkGraph(steps(supplied))));
}

test('to list the steps touches nothing', (t) => {
  t.true(inOrder(steps()).length > 20);
});

test('every step has a title, commands that a person would type, and a deadline', (t) => {
  for (const {id, title, commands, deadlineMs} of steps()) {
    if (GIVEN.includes(id)) continue;
    t.true(commands.length > 0, id);
    t.not(title, '', id);
    t.true(deadlineMs >= 1000, id);
  }
});

test('the steps of both clusters differ by the name only', (t) => {
  const ids = steps().map(({id}) => id);
  const only = (cluster: string): string[] => ids.filter((id) => id.includes(`.${cluster}.`));
  const westOnly = new Set(['mesh.west.ingress-port']);
  const swapped = only('west')
    .filter((id) => !westOnly.has(id))
    .map((id) => id.replaceAll('east', '#').replaceAll('west', 'east').replaceAll('#', 'west'));
  t.deepEqual(swapped.map((id) => id.replace('west-east', 'east-west')).sort(), only('east').sort());
});

test('neither cluster waits for the other before its own mesh is up', (t) => {
  for (const id of ['clusters.west.ready', 'mesh.west.east-west', 'loadbalancer.west.ready']) {
    t.deepEqual(
      [...before(id)].filter((need) => need.includes('.east.')),
      [],
      id,
    );
  }
});

test('cacerts is there before istiod', (t) => {
  t.true(before('mesh.east.control-plane').has('ca.east.secret'));
});

test('the gateway resource comes before the east-west gateway', (t) => {
  t.true(before('mesh.east.east-west').has('mesh.east.expose'));
});

test('apps wait for the settings that stock Envoy needs, where it is the proxy', (t) => {
  t.true(before('apps.east.manifests').has('mesh.east.stock-envoy'));
  t.false(steps(istioProxy).some(({id}) => id.includes('stock-envoy')));
});

test('the call at the end waits for apps, addresses and sight of the other cluster', (t) => {
  const needs = before('apps.call');
  for (const need of ['apps.west.ready', 'apps.east.ready', 'mesh.east.addresses', 'mesh.west.reads-east'])
    t.true(needs.has(need), need);
});

test('addons wait for the call, and nothing waits for them: the call is not to come later for them', (t) => {
  const addons = steps().filter(({id}) => /^apps\.(west|east)\.(prometheus|jaeger)$/.test(id));
  t.is(addons.length, 4);
  for (const {id} of addons) {
    t.true(before(id).has('apps.call'), id);
    t.false(
      steps().some(({needs}) => needs.includes(id)),
      id,
    );
  }
});

test('the certificates need no cluster, so they are made at once', (t) => {
  t.deepEqual([...before('ca.west.intermediate')], ['ca.root', 'host.fit']);
});

test('what is made in Docker or on disk can be taken back', (t) => {
  const undoable = steps().filter(({id, undo}) => undo !== undefined && !GIVEN.includes(id));
  t.deepEqual(undoable.map(({id}) => id).sort(), [
    'apps.client',
    'clusters.east.api',
    'clusters.east.node',
    'clusters.image',
    'clusters.network',
    'clusters.strays',
    'clusters.west.api',
    'clusters.west.node',
  ]);
});
