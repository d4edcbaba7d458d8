import test from 'ava';
import {HopelessError} from '../../../src/base/wait-for.js';
import {runningProxy, runningProxyStep} from '../../../src/mesh/running-proxy.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {kubeWith} from '../../fakes/kube.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {quietContext} from '../../helpers/world.js';

const COMMON = ['envoy.filters.http.router', 'envoy.filters.http.rbac', 'envoy.stat_sinks.metrics_service'];

function serverInfo(version: string, more: readonly string[] = []): string {
  const extensions = [...COMMON, ...more].map((name) => ({name, category: 'any'}));
  return JSON.stringify({
    version: `0123abcd/${version}/Clean/RELEASE/BoringSSL`,
    state: 'LIVE',
    node: {extensions},
  });
}

// In one release of Istio or another.
for (const own of ['istio_authn', 'istio.stats', 'istio.alpn', 'envoy.filters.network.metadata_exchange']) {
  test(`an Envoy with ${own} is Istio's own build`, (t) => {
    t.deepEqual(runningProxy(serverInfo('1.25.10-dev', [own])), {
      kind: 'istio-proxy',
      version: '1.25.10-dev',
    });
  });
}

test("the project's own Envoy is known by having none of Istio's extensions", (t) => {
  t.deepEqual(runningProxy(serverInfo('1.36.2')), {kind: 'stock-envoy', version: '1.36.2'});
});

function stepFor(answer: string, phase = 'Running') {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {namespace: 'istio-system', name: 'istio-ingressgateway-1'},
    status: {phase},
  };
  const kube = {
    ...kubeWith([pod]),
    exec: () => Promise.resolve({exitCode: 0, stdout: answer, stderr: ''}),
  };
  const plan = chapterPlan();
  const drivers = {...untouchableDrivers(), kubeFor: () => untouchable('kube', kube)};
  return runningProxyStep(plan, clusterNamed(plan, 'west'), drivers);
}

test('the proxy that runs is the one that the mesh was made for', async (t) => {
  const look = await stepFor(serverInfo('1.36.2')).done(quietContext);
  t.deepEqual(look, {done: true, seen: 'stock-envoy, Envoy 1.36.2'});
});

test('while no gateway runs it is waited for', async (t) => {
  t.false((await stepFor(serverInfo('1.36.2'), 'Pending').done(quietContext)).done);
});

test('a mesh that was made for another proxy is not called done', async (t) => {
  const error = await t.throwsAsync<HopelessError>(
    Promise.resolve(stepFor(serverInfo('1.25.9', ['istio_authn'])).done(quietContext)),
    {instanceOf: HopelessError},
  );
  t.is(error.code, 'MESH-OTHER-PROXY');
  t.regex(error.message, /istio-proxy, Envoy 1\.25\.9; the mesh is made for stock-envoy/);
});
