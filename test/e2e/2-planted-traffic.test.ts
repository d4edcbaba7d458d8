import test from 'ava';
import {waitFor, type Look} from '../../src/base/wait-for.js';
import {loadBalancerAddress} from '../../src/drivers/kube/workloads.js';
import {readManifest} from '../../src/drivers/kube/manifest.js';
import {clusterNamed} from '../../src/plan/plan.js';
import {eastwest} from '../helpers/program.js';
import {projectFile} from '../helpers/project.js';
import {failsFor} from './fails-for.js';
import {changedChapter, kubeOf, mended, plan, planted, drivers} from './plant.js';

const GATEWAY = 'istio-eastwestgateway';
const SYSTEM = 'istio-system';

test.serial('eastwest-gateway fails when east reads its endpoints for another network', async (t) => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {namespace: SYSTEM, name: GATEWAY},
  };
  const view = (value: string): object => {
    const env = [{name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value}];
    return {spec: {template: {spec: {containers: [{name: 'istio-proxy', env}]}}}};
  };
  // `up` looks whether a gateway is there and ready, not at each of its variables: it would not mend this.
  t.teardown(() => kubeOf('east').patch(deployment, view('east-network')));
  await kubeOf('east').patch(deployment, view('west-network'));
  await failsFor(t, /REQUESTED_NETWORK_VIEW","value":"east-network"/, 'eastwest-gateway');
});

test.serial('expose-services fails when the Gateway admits other names', async (t) => {
  const lab = await changedChapter(t, 'gateways/expose-services.yaml', (text) =>
    text.replace("'*.local'", "'*.global'"),
  );
  await failsFor(
    t,
    /wanted >= 1 with port 15443 SNI outbound_\.80_\._\.catalog/,
    'expose-services',
    '--lab',
    lab,
  );
});

test.serial('eastwest-gateway-west fails when west exposes nothing', async (t) => {
  await kubeOf('west').remove({
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'Gateway',
    metadata: {namespace: SYSTEM, name: 'cross-network-gateway'},
  });
  await failsFor(t, /Gateway cross-network-gateway: not there/, 'eastwest-gateway-west');
  await mended(t);
});

test.serial('logs fails when west calls the catalog without mTLS', async (t) => {
  const west = clusterNamed(plan, 'west');
  await planted(t, 'west', {
    apiVersion: 'networking.istio.io/v1beta1',
    kind: 'DestinationRule',
    metadata: {namespace: plan.namespace, name: 'plain'},
    spec: {host: `catalog.${plan.namespace}.svc.cluster.local`, trafficPolicy: {tls: {mode: 'DISABLE'}}},
  });
  const {signal} = new AbortController();
  const webapp = `deploy/webapp.${plan.namespace}`;
  const look = async (): Promise<Look> => {
    const found = await drivers.istioctl.proxyConfig(west.kubeconfig, 'cluster', webapp, signal);
    const greets = JSON.stringify(found).includes('"outbound_.80_._.catalog');
    return {done: !greets, seen: greets ? 'it still asks for a name' : 'it asks for no name'};
  };
  await waitFor("webapp's proxy to have the rule", look, {deadlineMs: 30_000, signal, clock: drivers.clock});
  await failsFor(t, /west\/webapp GET \/items 503.*wanted .*east\/catalog with/, 'logs');
});

test.serial('dashboards is skipped, and names all that is missing', async (t) => {
  const {code, stdout, stderr} = await eastwest('run', 'ch12/dashboards', '--json');
  t.is(code, 0, stderr);
  const {results} = JSON.parse(stdout) as {results: {verdict: string; evidence: string}[]};
  t.is(results[0]?.verdict, 'skipped');
  t.regex(results[0]?.evidence ?? '', /requires istio-proxy.*kiali/);
});

test.serial('packets fails when somebody sends plain HTTP to port 15443', async (t) => {
  const address = await loadBalancerAddress(kubeOf('east'), SYSTEM, GATEWAY);
  const once = `curl -s -m 1 http://${address}:15443/items > /dev/null`;
  const script = `for i in $(seq 150); do ${once}; sleep 0.3; done`;
  const stop = new AbortController();
  const {node} = clusterNamed(plan, 'west');
  // Only as long as the scenario looks: what the shell in the node still does then ends by itself.
  const chatter = drivers.docker
    .exec(node, ['timeout', '60', 'sh', '-c', script], {signal: stop.signal, timeoutMs: 120_000})
    .catch(() => undefined);
  await failsFor(t, /not TLS alone: .*GET \/items in plain text/, 'packets');
  stop.abort();
  await chatter;
});

test.serial('locality-needs-outlier fails when its cure has no outlier detection either', async (t) => {
  const lab = await changedChapter(t, 'locality-aware/west/simple-backend-dr.yaml', (text) =>
    text.replace(/^ {4}outlierDetection:\n(?: {6}.*\n?)+/m, ''),
  );
  await failsFor(t, /eastus.*wanted .*priority 1/, 'locality-needs-outlier', '--lab', lab);
});

test.serial('failover-with-retries fails when a 500 is no reason to try again', async (t) => {
  const file = 'locality-aware/west/simple-backend-vs-with-retries.yaml';
  const lab = await changedChapter(t, file, (text) => text.replace('retryOn: 5xx', 'retryOn: reset'));
  await failsFor(t, /1 of 40 status 500.*wanted .*40 of 40/, 'failover-with-retries', '--lab', lab);
});

test.serial('passthrough-balancing fails when every call opens a connection', async (t) => {
  const lab = await changedChapter(t, 'catalog-ten-calls-per-connection.yaml', (text) =>
    text.replace('maxRequestsPerConnection: 10', 'maxRequestsPerConnection: 1'),
  );
  await failsFor(
    t,
    /changes between them in 100 calls.*wanted .*changes <= 12/,
    'passthrough-balancing',
    '--lab',
    lab,
  );
});

test.serial('authz-scope fails when west has a policy of its own', async (t) => {
  const policies = await readManifest(projectFile('ch12/security/allow-only-ingress-policy.yaml'));
  const another = policies.map((policy) => ({...policy, metadata: {...policy.metadata, name: 'another'}}));
  await planted(t, 'west', ...another);
  await failsFor(t, /west\/webapp to west\/simple-backend: deny.*wanted .*allow/, 'authz-scope');
});
