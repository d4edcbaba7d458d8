import test from 'ava';
import {appSteps} from '../../../src/apps/index.js';
import {caSteps} from '../../../src/ca/index.js';
import {clusterSteps} from '../../../src/clusters/index.js';
import {checkGraph} from '../../../src/engine/graph.js';
import type {Step} from '../../../src/engine/step.js';
import {overlap, parseCidr} from '../../../src/lab/cidr.js';
import {loadBalancerSteps} from '../../../src/loadbalancer/index.js';
import {poolRange} from '../../../src/plan/pools.js';
import {meshSteps} from '../../../src/mesh/index.js';
import {peersOf, type Plan} from '../../../src/plan/plan.js';
import {untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan, samplePlan} from '../../helpers/chapter.js';
import {projectFile} from '../../helpers/project.js';
import {World} from '../../helpers/world.js';

const COUNTS = {one: 1, three: 3, four: 4, upgrade: 2} as const;

function stepsOf(plan: Plan): readonly Step[] {
  const drivers = untouchableDrivers();
  return [
    ...['host.fit', 'host.ready', 'supply.ready'].map((id) => new World().step(id)),
    ...clusterSteps(plan, drivers),
    ...loadBalancerSteps(plan, drivers),
    ...caSteps(plan, drivers),
    ...meshSteps(plan, drivers),
    ...appSteps(plan, drivers),
  ];
}

const inPairs = <T>(all: readonly T[]): readonly (readonly [T, T])[] =>
  all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other] as const));

for (const [name, count] of Object.entries(COUNTS) as [keyof typeof COUNTS, number][]) {
  const plan = samplePlan(name);
  const steps = stepsOf(plan);
  const ids = steps.map(({id}) => id);

  test(`${name}: as many clusters as the file says, each with names and files of its own`, (t) => {
    t.is(plan.lab, name);
    t.is(plan.clusters.length, count);
    const own = plan.clusters.map(({node, server, kubeconfig, certs, istioName, network, intermediate}) => [
      ...[node, server, kubeconfig, certs, istioName, network, intermediate],
    ]);
    t.is(new Set(own.flat()).size, own.flat().length);
  });

  test(`${name}: no range of pods, Services and pools touches another, and pools are in the docker network`, (t) => {
    const ranges = plan.clusters.flatMap(({podSubnet, serviceSubnet}) => [podSubnet, serviceSubnet]);
    for (const [one, other] of inPairs([...ranges, '172.18.0.0/16'].flatMap((text) => parseCidr(text) ?? [])))
      t.false(overlap(one, other));
    t.is(ranges.length, 2 * count);
    for (const [one, other] of inPairs(plan.clusters.map(({pool}) => pool)))
      t.true(one.last < other.first || other.last < one.first);
    for (const {pool} of plan.clusters)
      t.regex(poolRange('172.18.0.0/16', pool), /^172\.18\.255\.\d+-172\.18\.255\.\d+$/);
    const ports = plan.clusters.flatMap(({hostPorts}) => hostPorts);
    t.is(new Set(ports).size, ports.length);
  });

  test(`${name}: the steps are a sound graph, the same for each cluster`, (t) => {
    t.notThrows(() => checkGraph(steps));
    for (const {name: cluster} of plan.clusters)
      for (const step of ['node', 'ready', 'pool', 'secret', 'east-west', 'sni', 'manifests'])
        t.is(ids.filter((id) => id.endsWith(`.${cluster}.${step}`)).length > 0, true, `${cluster} ${step}`);
    t.is(ids.filter((id) => id.endsWith('.intermediate')).length, count);
  });

  test(`${name}: every cluster reads every other one, and none reads itself`, (t) => {
    const reads = ids.filter((id) => id.includes('.reads-'));
    const wanted = plan.clusters.flatMap((reader) =>
      peersOf(plan, reader).map((read) => `mesh.${reader.name}.reads-${read.name}`),
    );
    t.deepEqual([...reads].sort(), [...wanted].sort());
    t.is(reads.length, count * (count - 1));
  });

  test(`${name}: those who read one cluster make their secrets one after the other`, (t) => {
    for (const {name: read} of plan.clusters) {
      const readers = steps.filter(({id}) => id.endsWith(`.reads-${read}`));
      t.is(readers.length, count - 1);
      for (const [one, other] of inPairs(readers))
        t.true(waitsFor(one, other, steps) || waitsFor(other, one, steps), `${one.id}, ${other.id}`);
    }
  });

  test(`${name}: the call at the end waits for sight of every other cluster, and for all apps`, (t) => {
    const call = steps.find(({id}) => id === 'apps.call');
    const [entry, ...others] = plan.clusters.map((cluster) => cluster.name);
    for (const other of others) t.true(call?.needs.includes(`mesh.${entry ?? ''}.reads-${other}`), other);
    for (const cluster of [entry, ...others]) t.true(call?.needs.includes(`apps.${cluster ?? ''}.ready`));
  });

  test(`${name}: scenarios find the manifests of chapter 12`, (t) => {
    t.is(plan.folder, projectFile('ch12'));
    t.is(plan.labFile, projectFile(`labs/${name}.yaml`));
  });
}

test("upgrade: the chapter's lab in every way but its name, its place and its continuity", (t) => {
  const {continuity, ...upgrade} = samplePlan('upgrade');
  const {continuity: none, ...chapter} = chapterPlan();
  t.deepEqual([none, continuity], [undefined, {replicas: 2, preStopSeconds: 5, drainSeconds: 5}]);
  const {root} = chapter;
  t.deepEqual(
    {
      ...upgrade,
      clusters: upgrade.clusters.map((cluster, index) => ({
        ...cluster,
        certs: chapter.clusters[index]?.certs ?? '',
      })),
      root: {...upgrade.root, folder: root.folder},
      lab: chapter.lab,
      labFile: chapter.labFile,
    },
    chapter,
  );
});

function waitsFor(step: Step, other: Step, all: readonly Step[]): boolean {
  return step.needs.some((need) => {
    const needed = all.find(({id}) => id === need);
    return need === other.id || (needed !== undefined && waitsFor(needed, other, all));
  });
}
