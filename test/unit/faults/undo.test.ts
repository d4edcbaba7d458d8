import test from 'ava';
import {firstOfEach, inRounds, takeBack, type FaultUndo} from '../../../src/faults/undo.js';
import {startInOrder, swapAddresses} from '../../../src/faults/host/nodes.js';
import {deploymentRef} from '../../../src/scenario/deployment.js';
import {container} from '../../fakes/containers.js';
import {ADDRESSES_LABEL, FIXED} from '../../../src/plan/own.js';
import {faultLab} from '../../helpers/fault-lab.js';

const config = (name: string) => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name}});
const restart = (name: string): FaultUndo => ({
  cluster: 'west',
  restart: deploymentRef(name, 'istio-system'),
});

test('nodes come first, then objects from the last to the first, then istiod, then all that hangs from it', (t) => {
  const [one, two]: readonly FaultUndo[] = [
    {cluster: 'west', remove: config('one')},
    {cluster: 'west', remove: config('two')},
  ] as const;
  const undos = [
    restart('webapp'),
    one,
    restart('istiod'),
    two,
    {unpause: 'n'},
    restart('catalog'),
  ] as FaultUndo[];
  t.deepEqual(inRounds(undos), [
    [{unpause: 'n'}],
    [two],
    [one],
    [restart('istiod')],
    [restart('webapp'), restart('catalog')],
  ] as FaultUndo[][]);
});

test('of two undos of one thing the first counts', (t) => {
  const before = {cluster: 'west', restore: {...config('one'), data: {a: '1'}}};
  const later = {cluster: 'west', restore: {...config('one'), data: {a: '2'}}};
  const elsewhere = {cluster: 'east', restore: {...config('one'), data: {a: '2'}}};
  t.deepEqual(firstOfEach([before, later, elsewhere, {unpause: 'n'}, {unpause: 'n'}]), [
    before,
    elsewhere,
    {unpause: 'n'},
  ]);
});

test('a frozen node goes on, and one that runs is let be', async (t) => {
  const {bench, diary, containers} = faultLab();
  await takeBack({unpause: 'east-control-plane'}, bench);
  t.deepEqual(diary, []);
  containers.set('east-control-plane', container('east-control-plane', {paused: true}));
  await takeBack({unpause: 'east-control-plane'}, bench);
  t.deepEqual(diary, ['unpause east-control-plane']);
});

test('nodes whose addresses are as they were are let be; others are started in the order of the addresses', async (t) => {
  const {bench, diary, containers, plan} = faultLab();
  const wanted = [
    {node: 'east-control-plane', address: '172.18.0.3'},
    {node: 'west-control-plane', address: '172.18.0.2'},
  ];
  await startInOrder(wanted, bench);
  t.deepEqual(diary, []);
  for (const [node, address] of [
    ['west-control-plane', '172.18.0.3'],
    ['east-control-plane', '172.18.0.2'],
  ] as const) {
    containers.set(node, container(node, {addresses: {[plan.dockerNetwork.name]: address}}));
  }
  await startInOrder(wanted, bench);
  t.deepEqual(diary, [
    'stop east-control-plane',
    'stop west-control-plane',
    'start west-control-plane',
    'start east-control-plane',
  ]);
});

test('where addresses can be asked for, they change places by being asked for', async (t) => {
  const placed: string[] = [];
  const {bench} = faultLab({
    docker: {
      network: (name) =>
        Promise.resolve({id: name, name, labels: {[ADDRESSES_LABEL]: FIXED}, subnet: '172.18.0.0/16'}),
      placeContainer: (name, network, address) => {
        placed.push(`${name} in ${network} at ${address}`);
        return Promise.resolve();
      },
    },
  });
  await swapAddresses(
    [
      {node: 'west-control-plane', address: '172.18.0.9'},
      {node: 'east-control-plane', address: '172.18.0.10'},
    ],
    bench,
  );
  t.deepEqual(placed, [
    'east-control-plane in eastwest at 172.18.0.9',
    'west-control-plane in eastwest at 172.18.0.10',
  ]);
});

test('addresses change places: who had the higher one starts first', async (t) => {
  const {bench, diary} = faultLab();
  const now = [
    {node: 'west-control-plane', address: '172.18.0.9'},
    {node: 'east-control-plane', address: '172.18.0.10'},
  ];
  await swapAddresses(now, bench);
  t.deepEqual(diary.slice(-2), ['start east-control-plane', 'start west-control-plane']);
});
