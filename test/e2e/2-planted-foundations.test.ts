import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {counted} from '../../src/base/counted.js';
import {waitFor, type Look} from '../../src/base/wait-for.js';
import {issueRoot} from '../../src/ca/certificates.js';
import type {KubeObject, KubeRef} from '../../src/drivers/kube/kube.js';
import {projectFile} from '../helpers/project.js';
import {tempFolder} from '../helpers/temp-folder.js';
import {failsFor} from './fails-for.js';
import {drivers, kubeOf, plan, planted} from './plant.js';

const SYSTEM = 'istio-system';

const ref = (kind: string, name: string, namespace?: string): KubeRef => ({
  apiVersion: 'v1',
  kind,
  metadata: namespace === undefined ? {name} : {name, namespace},
});

/** Changes an object for the time of a test. */
async function changed(t: ExecutionContext, cluster: string, of: KubeRef, change: object): Promise<void> {
  const kube = kubeOf(cluster);
  const before = await kube.get(of);
  if (before === undefined) throw new Error(`${cluster} has no ${of.kind} ${of.metadata.name}`);
  // A deleted object can be made anew only without what the server has written into it.
  const {name, namespace, labels, annotations} = before.metadata;
  const metadata = JSON.parse(JSON.stringify({name, namespace, labels, annotations})) as KubeRef['metadata'];
  t.teardown(() => kube.replace({...before, metadata}));
  await kube.patch(of, change);
}

const service = (
  name: string,
  namespace: string,
  labels: Record<string, string>,
  spec: object,
): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name, namespace, labels},
  spec,
});

/** Has west's stub find webapp's pod, and waits until it does: under load Kubernetes tries that again only after seconds. */
async function stubFindsAPod(t: ExecutionContext): Promise<void> {
  const {namespace} = plan;
  await changed(t, 'west', ref('Service', 'catalog', namespace), {spec: {selector: {app: 'webapp'}}});
  const labels = {'kubernetes.io/service-name': 'catalog'};
  const look = async (): Promise<Look> => {
    const slices = await kubeOf('west').list('discovery.k8s.io/v1', 'EndpointSlice', {namespace, labels});
    const found = slices.flatMap((slice) => (slice['endpoints'] as unknown[] | null | undefined) ?? []);
    return {done: found.length > 0, seen: counted(found.length, 'endpoint')};
  };
  const {signal} = new AbortController();
  await waitFor("webapp's pod behind the stub", look, {deadlineMs: 60_000, signal, clock: drivers.clock});
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.serial('clusters fails when a load balancer gets no address', async (t) => {
  const spec = {type: 'LoadBalancer', loadBalancerClass: 'example.com/nobody', ports: [{port: 80}]};
  await planted(t, 'west', service('forlorn', SYSTEM, {}, spec));
  await failsFor(t, /not in [\d.-]+: none/, 'clusters');
});

test.serial('plugin-ca fails when a chain lacks the root', async (t) => {
  const cacerts = ref('Secret', 'cacerts', SYSTEM);
  const found = await kubeOf('east').get(cacerts);
  const {'ca-cert.pem': intermediate} = found?.['data'] as Record<string, string>;
  await changed(t, 'east', cacerts, {data: {'cert-chain.pem': intermediate}});
  await failsFor(
    t,
    /east cert-chain\.pem: 1 certificates, .* number 1 is not signed by the next/,
    'plugin-ca',
  );
});

test.serial("control-planes fails when west's namespace names east's network", async (t) => {
  const labels = {'topology.istio.io/network': 'east-network'};
  await changed(t, 'west', ref('Namespace', SYSTEM), {metadata: {labels}});
  await failsFor(
    t,
    /west: Namespace istio-system: .*topology\.istio\.io\/network is "east-network"/,
    'control-planes',
  );
});

test.serial('certificate-chain fails when the root in cacerts is another than the one in use', async (t) => {
  const {certificate} = await issueRoot({commonName: plan.root.commonName, days: 1}, Date.now());
  await changed(t, 'east', ref('Secret', 'cacerts', SYSTEM), {data: {'root-cert.pem': base64(certificate)}});
  await failsFor(t, /2 roots in \d+ chains/, 'certificate-chain');
});

test.serial('ingress-nodeports fails when the gateway listens on another port', async (t) => {
  const spec = {ports: [{port: 80, nodePort: 30_099}]};
  await changed(t, 'west', ref('Service', 'istio-ingressgateway', SYSTEM), {spec});
  await failsFor(t, /"nodePort":30099/, 'ingress-nodeports');
});

test.serial('workloads fails when the stub finds a pod', async (t) => {
  await stubFindsAPod(t);
  await failsFor(t, /addresses of endpoints of catalog: names: 1, wanted names: 0/, 'workloads');
});

test.serial('no-discovery fails when west has a catalog of its own', async (t) => {
  await stubFindsAPod(t);
  await failsFor(t, /endpoints: 1 \(after 30 s\), wanted endpoints: 0/, 'no-discovery');
});

test.serial(
  'stub-service fails when west does not read east: then the proxy knows nothing either',
  async (t) => {
    const remote = ref('Secret', 'istio-remote-secret-east-cluster', SYSTEM);
    await changed(t, 'west', remote, {});
    await kubeOf('west').remove(remote);
    await failsFor(t, /does not know catalog/, 'stub-service');
  },
);

test.serial('remote-secret-anatomy fails when istiod would not watch the Secret', async (t) => {
  const remote = ref('Secret', 'istio-remote-secret-east-cluster', SYSTEM);
  await changed(t, 'west', remote, {metadata: {labels: {'istio/multiCluster': 'false'}}});
  await failsFor(t, /istio\/multiCluster is "false"/, 'remote-secret-anatomy');
});

test.serial('discovery-one-way fails when east has a webapp of its own', async (t) => {
  await planted(t, 'east', service('webapp', plan.namespace, {}, {ports: [{name: 'http', port: 80}]}));
  await failsFor(t, /clusters for webapp .*: names: 1 \(after 30 s\), wanted names: 0/, 'discovery-one-way');
});

test.serial('discovery-is-not-connectivity fails when another gateway leads into the network', async (t) => {
  const labels = {'topology.istio.io/network': 'east-network'};
  const ports = [{name: 'tls', port: 15_443}];
  const spec = {type: 'LoadBalancer', selector: {istio: 'eastwestgateway'}, ports};
  await planted(t, 'east', service('second-gateway', SYSTEM, labels, spec));
  await failsFor(t, /0 such of [\d.]+:15443/, 'discovery-is-not-connectivity');
});

test.serial("discovery-both-ways fails when istiod knows of no gateway into west's network", async (t) => {
  const labels = {'topology.istio.io/network': null};
  await changed(t, 'west', ref('Service', 'istio-eastwestgateway', SYSTEM), {metadata: {labels}});
  await failsFor(t, /0 such of 10\.10\.[\d.]+:8080/, 'discovery-both-ways');
});

test.serial(
  'default-ca-breaks-trust fails when the catalog is not started anew and keeps its certificate',
  async (t) => {
    const text = await readFile(projectFile('scenarios/ch12/default-ca-breaks-trust.yaml'), 'utf8');
    const step = /\n {4}- explain:(?:(?!\n {4}- )[^])*deployment: catalog, onceMore: true[^\n]*/;
    t.regex(text, step);
    const folder = await tempFolder(t);
    await mkdir(join(folder, 'ch12'));
    const alone = text.replace(step, '').replace(/\n {2}after: [^\n]*/, '');
    await writeFile(join(folder, 'ch12/default-ca-breaks-trust.yaml'), alone);
    await failsFor(t, /5 of 5 200/, 'default-ca-breaks-trust', '--scenarios', folder);
  },
);
