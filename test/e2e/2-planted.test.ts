import test from 'ava';
import type {Kube} from '../../src/drivers/kube/kube.js';
import {lookDeployment} from '../../src/drivers/kube/workloads.js';
import {waitFor, type Look} from '../../src/base/wait-for.js';
import {failsFor} from './fails-for.js';
import {eastwest} from '../helpers/program.js';
import {judged} from './judged.js';
import {changedChapter, drivers, kubeOf, mended, plan} from './plant.js';

/**
 * Starts a Deployment's pod anew and waits until the old one, which goes on with its open connections while it
 * terminates, is gone.
 */
async function restarted(kube: Kube, namespace: string, name: string): Promise<void> {
  const old = await podNames(kube, namespace, name);
  const deployment = {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {namespace, name}};
  const annotations = {'kubectl.kubernetes.io/restartedAt': new Date().toISOString()};
  await kube.patch(deployment, {spec: {template: {metadata: {annotations}}}});
  const look = async (): Promise<Look> => {
    const rolledOut = await lookDeployment(kube, namespace, name);
    const pods = await podNames(kube, namespace, name);
    const left = [...pods].filter((pod) => old.has(pod));
    return {done: rolledOut.done && left.length === 0, seen: `${rolledOut.seen}; old pods: ${left.length}`};
  };
  await waitFor(`a new ${name}`, look, {
    deadlineMs: 90_000,
    signal: new AbortController().signal,
    clock: drivers.clock,
  });
}

async function podNames(kube: Kube, namespace: string, deployment: string): Promise<ReadonlySet<string>> {
  const pods = await kube.list('v1', 'Pod', {namespace});
  return new Set(pods.map(({metadata}) => metadata.name).filter((name) => name.startsWith(`${deployment}-`)));
}

test.serial('cross-cluster-call fails when east exposes nothing', async (t) => {
  const kube = kubeOf('east');
  await kube.remove({
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'Gateway',
    metadata: {namespace: 'istio-system', name: 'cross-network-gateway'},
  });
  // Connections that are open would go on: the gateway starts anew without SNI clusters.
  await restarted(kube, 'istio-system', 'istio-eastwestgateway');
  await failsFor(t, /wanted outbound_\.80_\._\.catalog/, 'cross-cluster-call');
  await mended(t);
});

test.serial('default-balancing fails when west cannot read east', async (t) => {
  await kubeOf('west').remove({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {namespace: 'istio-system', name: 'istio-remote-secret-east-cluster'},
  });
  await failsFor(t, /endpoints: 1\b.*wanted .*2/, 'default-balancing');
  await mended(t);
});

test.serial('locality fails without outlier detection', async (t) => {
  const lab = await changedChapter(t, 'locality-aware/west/simple-backend-dr.yaml', (text) =>
    text.replace(/^ {4}outlierDetection:\n(?: {6}.*\n?)+/m, ''),
  );
  await failsFor(t, /15443 priority 0.*wanted .*priority 1/, 'locality', '--lab', lab);
});

test.serial('failover fails when no number of errors sends a host away', async (t) => {
  const lab = await changedChapter(t, 'locality-aware/west/simple-backend-dr.yaml', (text) =>
    text.replace(/consecutive5xxErrors: 1\b/, 'consecutive5xxErrors: 100000'),
  );
  await failsFor(t, /status 500.*wanted >= 18 of 20 Hello from EAST/, 'failover', '--lab', lab);
});

test.serial('cross-cluster-authz fails when the policy names another principal', async (t) => {
  const lab = await changedChapter(t, 'security/allow-only-ingress-policy.yaml', (text) =>
    text.replace('istio-ingressgateway-service-account', 'some-other-service-account'),
  );
  await failsFor(t, /5 of 5 403.*wanted .*5 of 5 200/, 'cross-cluster-authz', '--lab', lab);
});

test.serial('failback fails when west has lost its locality', async (t) => {
  const kube = kubeOf('west');
  const node = {apiVersion: 'v1', kind: 'Node', metadata: {name: 'west-control-plane'}};
  await kube.patch(node, {metadata: {labels: {'topology.kubernetes.io/region': null}}});
  await failsFor(t, /no locality.*wanted .*locality westus/, 'failback');
  await mended(t);
  // A pod keeps the locality that it was made with: the backend needs a new one.
  await restarted(kube, plan.namespace, 'simple-backend-west');
});

test.serial('after all that the lab is as it was: all scenarios pass', async (t) => {
  const {code, stdout, stderr} = await eastwest('run', 'ch12', '--json');
  t.deepEqual(judged(stdout).others, ['ch12/dashboards skipped'], stderr);
  t.is(code, 0);
});
