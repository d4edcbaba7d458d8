import test from 'ava';
import {HopelessError} from '../../../src/base/wait-for.js';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {
  loadBalancerAddress,
  lookDaemonSet,
  lookDeployment,
  refuseHopelessPods,
} from '../../../src/drivers/kube/workloads.js';
import {kubeWith} from '../../fakes/kube.js';

const ROLLED_OUT = {observedGeneration: 4, replicas: 2, updatedReplicas: 2, availableReplicas: 2};

const deployment = (status: object): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name: 'web', namespace: 'apps', generation: 4} as KubeObject['metadata'],
  spec: {replicas: 2},
  status,
});

async function rolledOut(status: object): Promise<boolean> {
  return (await lookDeployment(kubeWith([deployment(status)]), 'apps', 'web')).done;
}

test('a Deployment has rolled out when all replicas are new and available', async (t) => {
  t.true(await rolledOut(ROLLED_OUT));
});

for (const [what, change] of Object.entries({
  'its controller has not seen the newest change': {observedGeneration: 3},
  'one replica is not available': {availableReplicas: 1},
  'one replica is of the old template': {updatedReplicas: 1},
  'an old replica is left over': {replicas: 3},
})) {
  test(`a Deployment has not rolled out while ${what}`, async (t) => {
    t.false(await rolledOut({...ROLLED_OUT, ...change}));
  });
}

test('what is seen of a Deployment is said', async (t) => {
  const look = await lookDeployment(
    kubeWith([deployment({...ROLLED_OUT, availableReplicas: 1})]),
    'apps',
    'web',
  );
  t.is(look.seen, 'web: 1 of 2 available, 2 of the newest template');
  t.deepEqual(await lookDeployment(kubeWith([]), 'apps', 'web'), {
    done: false,
    seen: 'no Deployment apps/web',
  });
});

test('a DaemonSet is ready when every node has its pod; on no node it is not', async (t) => {
  const look = (status: object) =>
    lookDaemonSet(
      kubeWith([{apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: {name: 's', namespace: 'n'}, status}]),
      'n',
      's',
    );
  t.true((await look({desiredNumberScheduled: 1, numberReady: 1})).done);
  t.false((await look({desiredNumberScheduled: 2, numberReady: 1})).done);
  t.false((await look({desiredNumberScheduled: 0, numberReady: 0})).done);
});

test('a Service has the address that its load balancer gave', async (t) => {
  const service = (status: object): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name: 'gw', namespace: 'n'},
    status,
  });
  const given = kubeWith([service({loadBalancer: {ingress: [{ip: '172.18.255.101'}]}})]);
  t.is(await loadBalancerAddress(given, 'n', 'gw'), '172.18.255.101');
  t.is(await loadBalancerAddress(kubeWith([service({loadBalancer: {}})]), 'n', 'gw'), undefined);
  t.is(await loadBalancerAddress(kubeWith([]), 'n', 'gw'), undefined);
});

const pod = (reason: string, message = 'no such image'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {name: 'web-1', namespace: 'apps'},
  status: {containerStatuses: [{name: 'app', state: {waiting: {reason, message}}}]},
});

test('a pod whose image can never come ends the wait, with container, reason and where to look', (t) => {
  const error = t.throws(() => refuseHopelessPods([pod('ErrImageNeverPull')]), {instanceOf: HopelessError});
  t.is(error.message, 'pod apps/web-1: container app cannot start: ErrImageNeverPull no such image');
  t.is(error.hint, 'kubectl describe pod web-1 -n apps');
});

test('a pod that is only slow is waited for', (t) => {
  t.notThrows(() => refuseHopelessPods([pod('ContainerCreating'), pod('CrashLoopBackOff')]));
  const missing = pod('CreateContainerConfigError', 'secret "x" not found');
  t.throws(() => refuseHopelessPods([missing]), {instanceOf: HopelessError});
  const unread = 'failed to sync secret cache: timed out waiting for the condition';
  t.notThrows(
    () => refuseHopelessPods([pod('CreateContainerConfigError', unread)]),
    'of a kubelet that starts',
  );
});
