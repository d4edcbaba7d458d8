import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {judged} from '../e2e/judged.js';
import {kubeOf} from '../e2e/plant.js';
import {eastwest} from '../helpers/program.js';
import {projectFile} from '../helpers/project.js';

/** The real lab, under traffic: the pack as it is, then each scenario with a cause that must make it fail. */
const PACK = 'resilience';
const CALLERS = 'manifests/callers.yaml';
const RULE = 'manifests/backend-dr.yaml';

test.before('the lab is up', async (t) => {
  t.timeout(15 * 60_000);
  const {code, stderr} = await eastwest('up');
  t.is(code, 0, stderr);
});

test.serial('the whole pack passes', async (t) => {
  t.timeout(20 * 60_000);
  const {code, stdout, stderr} = await eastwest('run', PACK, '--json');
  const {count, others} = judged(stdout);
  t.deepEqual(others, [], stderr);
  t.true(count > 0);
  t.is(code, 0);
  for (const {id, evidence} of resultsOf(stdout)) t.log(`${id}: ${evidence}`);
});

/** A fifth of the calls of one route is lost, whatever is done to the lab. */
const lossy =
  (name: string) =>
  (text: string): string =>
    text.replace(
      new RegExp(`(hosts: \\[${name}\\.[^]*?http:\\n {4})- `),
      '$1- fault: {abort: {httpStatus: 503, percentage: {value: 20}}}\n      ',
    );

for (const [scenario, route, reason] of [
  ['istiod-down', 'catalog-once', /wanted >= 1 good answers/],
  ['remote-secret-rotated', 'catalog-again', /wanted >= 1 good answers/],
  ['intermediate-ca-rotated', 'catalog-once', /wanted >= 1 good answers/],
  ['cluster-removed', 'backend-again', /wanted >= 1 good answers/],
  ['cluster-cut-off', 'backend-once', /wanted >= 1 good answers/],
] as const) {
  test.serial(`${scenario} fails when calls are lost`, async (t) => {
    await failsWith(t, scenario, CALLERS, lossy(route), reason);
  });
}

for (const scenario of ['failover-5xx', 'failover-reject'] as const) {
  test.serial(`${scenario} fails when no number of errors sends a host away`, async (t) => {
    const change = (text: string): string =>
      text.replace('consecutive5xxErrors: 1', 'consecutive5xxErrors: 100000');
    await failsWith(t, scenario, RULE, change, /wanted 10 of 10 Hello from EAST/);
  });
}

test.serial('failover-drop fails with the connectTimeout that Istio has of itself', async (t) => {
  const change = (text: string): string => text.replace('connectTimeout: 1s', 'connectTimeout: 10s');
  await failsWith(t, 'failover-drop', RULE, change, /wanted .*within 5000 ms|wanted .*<= 5000 ms/);
});

test.serial('cluster-cut-off fails when nothing keeps calls near', async (t) => {
  const change = (text: string): string => text.replace(/^ {4}outlierDetection:\n(?: {6}.*\n?)+/m, '');
  await failsWith(t, 'cluster-cut-off', RULE, change, /15443 priority 0.*wanted .*priority 1/);
});

/** Who is sent away for minutes is not back when its pod is: there is no other host that could stand in for it. */
const UNFORGIVING = `---
apiVersion: networking.istio.io/v1beta1
kind: DestinationRule
metadata:
  name: catalog-unforgiving
  namespace: istioinaction
spec:
  host: catalog.istioinaction.svc.cluster.local
  trafficPolicy:
    outlierDetection:
      consecutive5xxErrors: 1
      interval: 1s
      baseEjectionTime: 300s
      maxEjectionPercent: 100
`;

test.serial('gateway-killed fails when calls do not come back with the new pod', async (t) => {
  await failsWith(t, 'gateway-killed', CALLERS, (text) => text + UNFORGIVING, /wanted 20 of 20 200/);
});

test.serial('gateway-killed fails when no node takes the new pod', async (t) => {
  t.timeout(10 * 60_000);
  const kube = kubeOf('east');
  const node = {apiVersion: 'v1', kind: 'Node', metadata: {name: 'east-control-plane'}};
  await kube.patch(node, {spec: {unschedulable: true}});
  try {
    const {code, stdout, stderr} = await eastwest('run', `${PACK}/gateway-killed`, '--json');
    t.is(code, 1, stderr);
    t.regex(resultsOf(stdout)[0]?.evidence ?? '', /0 of 1 new pods ready/);
  } finally {
    await kube.patch(node, {spec: {unschedulable: null}});
  }
  const {code, stderr} = await eastwest('up');
  t.is(code, 0, stderr);
});

/** The scenario, with one of its manifests changed, fails for that reason and puts the lab back. */
async function failsWith(
  t: ExecutionContext,
  scenario: string,
  file: string,
  change: (text: string) => string,
  reason: RegExp,
): Promise<void> {
  t.timeout(10 * 60_000);
  const folder = await mkdtemp(join(tmpdir(), 'eastwest-resilience-'));
  t.teardown(() => rm(folder, {recursive: true, force: true}));
  await cp(projectFile('scenarios'), folder, {recursive: true});
  const path = join(folder, PACK, file);
  const before = await readFile(path, 'utf8');
  const after = change(before);
  t.not(after, before, `nothing was changed in ${file}`);
  await writeFile(path, after);
  const {code, stdout, stderr} = await eastwest(
    'run',
    `${PACK}/${scenario}`,
    '--scenarios',
    folder,
    '--json',
  );
  t.is(code, 1, stderr);
  const [result] = resultsOf(stdout);
  t.log(`${scenario}: ${result?.evidence ?? ''}`);
  t.regex(result?.evidence ?? '', reason);
  t.deepEqual(result?.leftBehind, []);
}

interface Result {
  readonly id: string;
  readonly evidence: string;
  readonly leftBehind: readonly string[];
}

function resultsOf(stdout: string): readonly Result[] {
  return (JSON.parse(stdout) as {readonly results: readonly Result[]}).results;
}
