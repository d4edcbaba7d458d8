import test, {type ExecutionContext} from 'ava';
import {waitFor, type Look} from '../../src/base/wait-for.js';
import {openLab} from '../../src/cli/open-lab.js';
import type {Kube, KubeRef} from '../../src/drivers/kube/kube.js';
import {lookDeployment} from '../../src/drivers/kube/workloads.js';
import {clusterNamed} from '../../src/plan/plan.js';
import {eastwest} from '../helpers/program.js';
import {projectFile} from '../helpers/project.js';
import {failsFor} from './fails-for.js';

const {plan, drivers} = await openLab({lab: projectFile('ch12/lab.yaml'), supply: 'source'});
const SYSTEM = 'istio-system';
const east: Kube = drivers.kubeFor(clusterNamed(plan, 'east').kubeconfig);

async function made(t: ExecutionContext): Promise<readonly string[]> {
  const {code, stdout, stderr} = await eastwest('up', '--json');
  t.is(code, 0, stderr);
  return (JSON.parse(stdout) as {made: string[]}).made;
}

/** Gives the catalog's pods an annotation, or takes it away, and waits for the new pod. */
async function annotated(annotations: Readonly<Record<string, string | null>>): Promise<void> {
  const {namespace} = plan;
  const deployment = {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {namespace, name: 'catalog'}};
  await east.patch(deployment, {spec: {template: {metadata: {annotations}}}});
  const look = async (): Promise<Look> => {
    const rolledOut = await lookDeployment(east, namespace, 'catalog');
    const pods = await east.list('v1', 'Pod', {namespace, labels: {app: 'catalog'}});
    return {done: rolledOut.done && pods.length === 1, seen: `${rolledOut.seen}, ${pods.length} pods`};
  };
  const {signal} = new AbortController();
  await waitFor('a new catalog', look, {deadlineMs: 90_000, signal, clock: drivers.clock});
}

test.serial("prometheus fails when the catalog's pod is not to be looked at", async (t) => {
  t.teardown(() => annotated({'prometheus.io/scrape': null}));
  await annotated({'prometheus.io/scrape': 'false'});
  await failsFor(
    t,
    /^Prometheus of east: .*app="catalog".* 0 of 1 with body like .*; another: "\{\\"status\\":\\"success\\"/,
    'prometheus',
  );
});

test.serial("jaeger fails when east's proxies report no spans", async (t) => {
  const telemetry = {
    apiVersion: 'telemetry.istio.io/v1alpha1',
    kind: 'Telemetry',
    metadata: {name: 'silent', namespace: plan.namespace},
    spec: {tracing: [{disableSpanReporting: true}]},
  };
  t.teardown(() => east.remove(telemetry));
  await east.apply([telemetry]);
  await failsFor(t, /trace \w+: .*west\/webapp.*wanted in one trace east\/catalog/, 'jaeger');
});

test.serial('what was changed of the addons is put back, and only that', async (t) => {
  const object = (kind: string, name: string): KubeRef => ({
    apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
    kind,
    metadata: {namespace: SYSTEM, name},
  });
  await east.patch(object('ConfigMap', 'prometheus'), {data: {'prometheus.yml': 'scrape_configs: []\n'}});
  await east.patch(object('Service', 'tracing'), {spec: {ports: [{port: 80, nodePort: 31_099}]}});
  await east.remove(object('Deployment', 'jaeger'));
  t.deepEqual([...(await made(t))].sort(), ['apps.east.jaeger', 'apps.east.prometheus']);
  t.deepEqual(await made(t), []);
});
