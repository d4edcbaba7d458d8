import test from 'ava';
import {cacheDisk, dockerDisk} from '../../../src/host/checks/disk.js';
import {foreignClient, foreignClusters, foreignNetwork} from '../../../src/host/checks/foreign.js';
import {kubeconfigs} from '../../../src/host/checks/kubeconfigs.js';
import {memory} from '../../../src/host/checks/memory.js';
import {ports} from '../../../src/host/checks/ports.js';
import type {Level} from '../../../src/host/finding.js';
import {GIB, memoryNeed} from '../../../src/host/needs.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {container, engineWith, machine, OWN_LABELS, probes} from '../../fakes/host.js';

const ownWest = container('west-control-plane', {...OWN_LABELS, 'io.x-k8s.kind.cluster': 'west'});
const ownEast = container('east-control-plane', {...OWN_LABELS, 'io.x-k8s.kind.cluster': 'east'});
const image = {id: 'sha256:1', tags: [], labels: {}, sizeBytes: 1};
const built = engineWith([], {image: () => Promise.resolve(image)});

test('a port that something holds is a fault that names it', async (t) => {
  const {code, level, seen, remedy} = await ports(probes({host: machine({takenPorts: [30002, 31001]})}));
  t.deepEqual([code, level, seen], ['HOST-PORT-TAKEN', 'fault', 'taken on 127.0.0.1: 30002, 31001']);
  t.regex(remedy ?? '', /:30002 :31001/);
});

test("ports that this lab's own running node holds are fine", async (t) => {
  const host = machine({takenPorts: [30000, 30001]});
  const {level, seen} = await ports(probes({host, docker: engineWith([ownWest])}));
  t.is(level, 'ok');
  t.regex(seen, /held by this lab: 30000/);
});

test('an engine that says late what it is still knows the nodes of this lab', async (t) => {
  const host = machine({takenPorts: [30000, 30001]});
  const engine = Promise.reject(new Error('late'));
  engine.catch(() => undefined);
  const late = probes({host, docker: engineWith([ownWest]), engine});
  t.is((await ports(late)).level, 'ok');
});

test('where no engine answers no port is held by a node of this lab', async (t) => {
  const host = machine({takenPorts: [30000]});
  const docker = engineWith([], {container: () => Promise.reject(new Error('connect ENOENT'))});
  t.is((await ports(probes({host, docker, engine: Promise.resolve(undefined)}))).level, 'fault');
  await t.throwsAsync(ports(probes({host, docker})), {message: /ENOENT/});
});

test('a node of this lab that does not run holds no ports', async (t) => {
  const host = machine({takenPorts: [30000]});
  const stopped = engineWith([container('west-control-plane', OWN_LABELS, false)]);
  t.is((await ports(probes({host, docker: stopped}))).level, 'fault');
});

test('a cluster of the name that another program made is never touched', async (t) => {
  const foreign = container('west-control-plane', {'io.x-k8s.kind.cluster': 'west'});
  const {code, level, seen} = await foreignClusters(probes({docker: engineWith([foreign, ownEast])}));
  t.deepEqual([code, level], ['HOST-CLUSTER-FOREIGN', 'fault']);
  t.is(seen, 'west (container west-control-plane) was not made by eastwest');
});

test("a node that kind counts to the cluster is foreign by kind's label alone", async (t) => {
  const worker = container('east-worker', {'io.x-k8s.kind.cluster': 'east'});
  t.regex(
    (await foreignClusters(probes({docker: engineWith([worker])}))).seen,
    /^east \(container east-worker\)/,
  );
});

test("another lab's cluster is foreign too, and the lab is named", async (t) => {
  const other = container('west-control-plane', {'dev.eastwest.lab': 'other'});
  const {level, seen} = await foreignClusters(probes({docker: engineWith([other])}));
  t.is(level, 'fault');
  t.regex(seen, /belongs to the lab other/);
});

test("this lab's own clusters are fine", async (t) => {
  t.is((await foreignClusters(probes({docker: engineWith([ownWest, ownEast])}))).level, 'ok');
});

test("the client's name and the network's name may be taken by others", async (t) => {
  const network = {id: 'n', name: 'eastwest', labels: {}, subnet: '10.0.0.0/24'};
  const docker = engineWith([container('mypc')], {network: () => Promise.resolve(network)});
  t.deepEqual(
    [(await foreignClient(probes({docker}))).level, (await foreignNetwork(probes({docker}))).level],
    ['fault', 'fault'],
  );
  const own = engineWith([container('mypc', OWN_LABELS)], {
    network: () => Promise.resolve({...network, labels: OWN_LABELS}),
  });
  t.deepEqual(
    [(await foreignClient(probes({docker: own}))).level, (await foreignNetwork(probes({docker: own}))).level],
    ['ok', 'ok'],
  );
});

const KUBECONFIG = '/work-folder/west-kubeconfig';
const kubeconfigIs = test.macro(async (t, text: string, level: Level) => {
  const finding = await kubeconfigs(probes({host: machine({files: {[KUBECONFIG]: text}})}));
  t.is(finding.level, level);
  if (level === 'fault') t.is(finding.remedy, `mv ${KUBECONFIG} ${KUBECONFIG}.old`);
});
test("a kubeconfig of this lab's", kubeconfigIs, '# Made by eastwest for the lab ch12\nkind: Config\n', 'ok');
test(
  "another lab's kubeconfig",
  kubeconfigIs,
  '# Made by eastwest for the lab other\nkind: Config\n',
  'fault',
);
test("somebody's kubeconfig", kubeconfigIs, 'kind: Config\n', 'fault');

const memoryOf = (total: number, available: number) =>
  machine({memory: () => Promise.resolve({totalBytes: total * GIB, availableBytes: available * GIB})});

test('building and two clusters are not at the same time: the larger need counts', (t) => {
  t.is(memoryNeed(2, 'building'), 4 * GIB);
  t.is(memoryNeed(3, 'building'), 5.5 * GIB);
});

test('a machine with too little memory is not fit; one whose memory is in use is warned of', async (t) => {
  t.is((await memory(probes({host: memoryOf(3, 3)}))).level, 'fault');
  t.is((await memory(probes({host: memoryOf(8, 3)}))).level, 'warning');
  t.is((await memory(probes({host: memoryOf(8, 5)}))).level, 'ok');
});

test('a lab that runs needs no more memory', async (t) => {
  const docker = engineWith([ownWest, ownEast]);
  t.is((await memory(probes({host: memoryOf(8, 0.5), docker}))).level, 'ok');
});

const freeDisk = (free: number, device = 1) =>
  machine({disk: (path) => Promise.resolve({freeBytes: free * GIB, device: path === '/cache' ? device : 1})});

test('one disk must hold what both need; two disks each their own', async (t) => {
  const together = await dockerDisk(probes({host: freeDisk(20)}));
  t.is(together.level, 'fault');
  t.is(together.seen, '20 GiB free at /var/lib/docker; needed: 28 GiB');
  t.is(together.remedy, 'free 8 GiB on the disk of /var/lib/docker');
  t.is((await dockerDisk(probes({host: freeDisk(20, 2)}))).level, 'ok');
  t.is((await cacheDisk(probes({host: freeDisk(20, 2)}))).level, 'ok');
  t.is((await cacheDisk(probes({host: freeDisk(5, 2)}))).level, 'fault');
});

test('who takes the official images, or a bundle, needs no room for a build', async (t) => {
  const of = (supply: string) => ({plan: chapterPlan({...SUPPLIED, supply})});
  const host = freeDisk(18);
  t.is((await dockerDisk(probes({host, ...of('source')}))).level, 'fault');
  const official = await dockerDisk(probes({host, ...of('registry')}));
  t.is(official.level, 'ok', official.seen);
  t.is(official.seen, '18 GiB free at /var/lib/docker; needed: 17 GiB');
  t.is((await cacheDisk(probes({host: freeDisk(5, 2), ...of('registry')}))).level, 'ok');
  t.is((await cacheDisk(probes({host: freeDisk(3, 2), ...of('registry')}))).level, 'fault');
  t.is((await dockerDisk(probes({host: freeDisk(5), ...of('bundle')}))).level, 'ok');
});

test('what an engine has that does not run yet is not asked for again: a warning, no fault', async (t) => {
  const none = Promise.resolve(undefined);
  const disk = () => Promise.resolve({freeBytes: 5 * GIB, device: 1});
  const used = {host: machine({disk, files: {'/var/lib/docker/image': ''}}), engine: none};
  const found = await dockerDisk(probes(used));
  t.is(found.level, 'warning');
  t.regex(found.seen, /5 GiB free .* less what the engine has already/);
  t.is((await cacheDisk(probes(used))).level, 'warning');
  // Where no engine has ever run, there is nothing that could be there already.
  t.is((await dockerDisk(probes({...used, host: machine({disk})}))).level, 'fault');
  t.is((await cacheDisk(probes({...used, host: machine({disk})}))).level, 'fault');
});

test('once the node image is there, only the nodes need disk', async (t) => {
  t.is((await dockerDisk(probes({host: freeDisk(5), docker: built}))).level, 'ok');
  t.is((await dockerDisk(probes({host: freeDisk(3), docker: built}))).level, 'fault');
});

test('versions of Istio that are built alone ask for what each of them takes, and for no lab', async (t) => {
  const room = (istioBuilds: number, free: number, device = 1) =>
    probes({istioBuilds, host: freeDisk(free, device)});
  t.is((await dockerDisk(room(1, 5))).seen, '5 GiB free at /var/lib/docker; needed: 5.5 GiB');
  t.is((await dockerDisk(room(1, 5))).level, 'fault');
  t.is((await dockerDisk(room(1, 5, 2))).level, 'ok');
  t.is((await cacheDisk(room(1, 5, 2))).level, 'ok');
  t.is((await cacheDisk(room(4, 15, 2))).level, 'fault');
  t.is((await memory(probes({istioBuilds: 1, host: memoryOf(3, 3)}))).level, 'fault');
  t.is((await memory(probes({istioBuilds: 1, host: memoryOf(8, 2)}))).level, 'warning');
});

test('what is built already asks for nothing', async (t) => {
  const none = {istioBuilds: 0, host: machine({...memoryOf(1, 0.5), disk: freeDisk(0.1).disk})};
  for (const check of [dockerDisk, cacheDisk, memory])
    t.is((await check(probes(none))).level, 'ok', check.name);
});
