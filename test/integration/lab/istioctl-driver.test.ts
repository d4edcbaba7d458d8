// Needs: the lab of chapter 12, up, with its kubeconfigs in the working directory; istioctl of the supply.
import test from 'ava';
import {parseManifest} from '../../../src/drivers/kube/manifest.js';
import {refusal} from '../../helpers/error.js';
import {podOf, runningLab, type RunningLab} from '../../helpers/running-lab.js';

const {signal} = new AbortController();
let lab: RunningLab;

test.before('the lab is up', async () => {
  lab = await runningLab();
});

test('proxy-status has a row for each proxy, in the columns of its header', async (t) => {
  const {drivers, west, kube, plan} = lab;
  const [header, ...rows] = await drivers.istioctl.proxyStatus(west.kubeconfig, signal);
  t.deepEqual(header, ['NAME', 'CLUSTER', 'CDS', 'LDS', 'EDS', 'RDS', 'ECDS', 'ISTIOD', 'VERSION']);
  const webapp = `${await podOf(kube, plan.namespace, 'webapp')}.${plan.namespace}`;
  const row = rows.find(([name]) => name === webapp);
  t.is(row?.[1], west.istioName);
  for (const cells of rows) t.is(cells.length, 9, cells.join('|'));
  t.true(rows.some(([name]) => name?.startsWith('istio-eastwestgateway-')));
});

test('the clusters of a proxy name the services of the mesh', async (t) => {
  const {drivers, west, plan} = lab;
  const target = `deploy/webapp.${plan.namespace}`;
  const clusters = await drivers.istioctl.proxyConfig(west.kubeconfig, 'cluster', target, signal);
  const names = (clusters as {name: string}[]).map(({name}) => name);
  t.true(names.includes(`outbound|80||catalog.${plan.namespace}.svc.cluster.local`), names.join());
});

test('the endpoints of a proxy have addresses and a state', async (t) => {
  const {drivers, west, plan} = lab;
  const target = `deploy/webapp.${plan.namespace}`;
  const found = await drivers.istioctl.proxyConfig(west.kubeconfig, 'endpoint', target, signal);
  const catalog = (found as {name: string; hostStatuses?: {address: object}[]}[]).find(({name}) =>
    name.includes(`catalog.${plan.namespace}`),
  );
  t.is(catalog?.hostStatuses?.length, 1);
  t.truthy(catalog?.hostStatuses?.[0]?.address);
});

test('a proxy that is not there is an error with the words of istioctl', async (t) => {
  const {drivers, west} = lab;
  const error = await refusal(
    t,
    drivers.istioctl.proxyConfig(west.kubeconfig, 'cluster', 'deploy/none.default', signal),
  );
  t.is(error.code, 'PROCESS-FAILED');
  t.regex(error.details.join('\n'), /none/);
});

test('the manifest of an operator file is made of objects, without a cluster', async (t) => {
  const {drivers, west} = lab;
  const text = await drivers.istioctl.manifest([west.controlPlane], [], signal);
  const objects = parseManifest('istioctl manifest generate', text);
  const names = objects.map(({kind, metadata}) => `${kind} ${metadata.name}`);
  t.true(names.includes('Deployment istiod'), names.join());
  t.true(names.includes('Deployment istio-ingressgateway'), names.join());
});

test('a remote secret reads the named server with a CA and a token', async (t) => {
  const {drivers, east} = lab;
  const {kubeconfig, istioName, server} = east;
  const text = await drivers.istioctl.createRemoteSecret(kubeconfig, istioName, server, signal);
  const [secret, ...rest] = parseManifest('istioctl create-remote-secret', text);
  t.deepEqual(rest, []);
  t.is(secret?.kind, 'Secret');
  t.is(secret?.metadata.labels?.['istio/multiCluster'], 'true');
  const inner = (secret?.['stringData'] as Record<string, string> | undefined)?.[istioName] ?? '';
  t.true(inner.includes(`server: ${server}`));
  t.regex(inner, /certificate-authority-data: \S+/);
  t.regex(inner, /token: \S+/);
});
