import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {addonSteps} from '../../../src/apps/addons.js';
import {addonsText} from '../../../src/cli/render/addons.js';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import type {Step} from '../../../src/engine/step.js';
import {clusterNamed, type Plan} from '../../../src/plan/plan.js';
import {kubeWith} from '../../fakes/kube.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';
import {quietContext} from '../../helpers/world.js';

const MANIFEST = `
apiVersion: v1
kind: Service
metadata: {name: tracing, namespace: istio-system, labels: {app: jaeger}}
spec:
  type: ClusterIP
  ports:
    - {name: http-query, port: 80, protocol: TCP, targetPort: 16686}
    - {name: grpc-query, port: 16685, protocol: TCP, targetPort: 16685}
---
apiVersion: v1
kind: Service
metadata: {name: zipkin, namespace: istio-system}
spec: {ports: [{port: 9411, targetPort: 9411, name: http-query}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: jaeger, namespace: istio-system}
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: jaeger
          image: docker.io/jaegertracing/all-in-one:1.30
          imagePullPolicy: Always
          ports: [{name: query, containerPort: 16686}, {name: http, containerPort: 16686, protocol: TCP}]
`;

async function planOf(t: ExecutionContext): Promise<Plan> {
  const manifest = join(await tempFolder(t), 'jaeger.yaml');
  await writeFile(manifest, MANIFEST);
  return chapterPlan({...SUPPLIED, addons: {jaeger: {manifest, version: '1.30.0'}}});
}

/** West's only addon, in a cluster that has these objects; what is applied ends in `applied`. */
async function jaegerStep(
  t: ExecutionContext,
  objects: readonly KubeObject[],
  applied: KubeObject[] = [],
  created: KubeObject[] = [],
): Promise<Step> {
  const plan = await planOf(t);
  const kube = {
    ...kubeWith(objects),
    createOnce: (object: KubeObject) => Promise.resolve(void created.push(object)),
    apply: (given: readonly KubeObject[]) => Promise.resolve(void applied.push(...given)),
  };
  const drivers = {...untouchableDrivers(), kubeFor: () => untouchable('kube', kube)};
  const [step] = addonSteps(plan, clusterNamed(plan, 'west'), drivers);
  if (step === undefined) throw new Error('no step');
  return step;
}

/** What the API server has after the step has run; all its pods are there. */
async function madeBy(t: ExecutionContext): Promise<KubeObject[]> {
  const applied: KubeObject[] = [];
  await (await jaegerStep(t, [], applied)).run(quietContext);
  const status = {replicas: 1, updatedReplicas: 1, availableReplicas: 1};
  return applied.map((object) => (object.kind === 'Deployment' ? {...object, status} : object));
}

test("the release's manifest is applied whole, with the lab's label and one nodePort", async (t) => {
  const [tracing, zipkin, deployment] = await madeBy(t);
  t.deepEqual(tracing?.metadata.labels, {app: 'jaeger', 'dev.eastwest.lab': 'ch12'});
  t.deepEqual(tracing?.['spec'], {
    type: 'NodePort',
    ports: [
      {name: 'http-query', port: 80, protocol: 'TCP', targetPort: 16686, nodePort: 30004},
      {name: 'grpc-query', port: 16685, protocol: 'TCP', targetPort: 16685},
    ],
  });
  t.deepEqual(zipkin?.['spec'], {ports: [{port: 9411, targetPort: 9411, name: 'http-query'}]});
  t.deepEqual(deployment?.metadata.labels, {'dev.eastwest.lab': 'ch12'});
});

test('the Service that asks for a nodePort is created first, and it alone: an apply that is ended would keep the port', async (t) => {
  const [applied, created]: [KubeObject[], KubeObject[]] = [[], []];
  await (await jaegerStep(t, [], applied, created)).run(quietContext);
  t.deepEqual(created, applied.slice(0, 1));
  t.like(created[0], {kind: 'Service', spec: {type: 'NodePort'}});
});

test('its pods pull nothing, and a port that the manifest names twice is there once', async (t) => {
  const [, , deployment] = await madeBy(t);
  const [container] = (
    deployment?.['spec'] as {template: {spec: {containers: readonly Record<string, unknown>[]}}}
  ).template.spec.containers;
  t.is(container?.['imagePullPolicy'], 'IfNotPresent');
  t.deepEqual(container?.['ports'], [{name: 'query', containerPort: 16686}]);
});

test('an addon that was made is done', async (t) => {
  const step = await jaegerStep(t, await madeBy(t));
  t.true((await step.done(quietContext)).done);
});

const drifted = test.macro({
  async exec(t, change: (object: KubeObject) => KubeObject | undefined, seen: RegExp) {
    const objects = (await madeBy(t)).flatMap((object) => change(object) ?? []);
    const look = await (await jaegerStep(t, objects)).done(quietContext);
    t.false(look.done);
    t.regex(look.seen, seen);
  },
  title: (title = '') => `an addon is not done ${title}`,
});

test(
  'on another nodePort',
  drifted,
  (object) =>
    JSON.parse(JSON.stringify(object).replace('"nodePort":30004', '"nodePort":31999')) as KubeObject,
  /nodePort is 31999, not 30004/,
);
test(
  'without one of its Services',
  drifted,
  (object) => (object.metadata.name === 'zipkin' ? undefined : object),
  /Service zipkin is missing/,
);
test(
  'before its pod is available',
  drifted,
  (object) => (object.kind === 'Deployment' ? {...object, status: {replicas: 1}} : object),
  /0 of 1 available/,
);

test('what one types are the manifest and the patch of the book', async (t) => {
  const {commands} = await jaegerStep(t, []);
  t.regex(commands[0] ?? '', /^kubectl apply -f .*jaeger\.yaml$/);
  t.is(
    commands[1],
    `kubectl patch svc tracing -n istio-system -p '{"spec":{"type":"NodePort","ports":[{"port":80,"targetPort":16686,"nodePort":30004}]}}'`,
  );
});

test('one line says which addons there are, and which the supply cannot give', (t) => {
  t.is(
    addonsText(chapterPlan()),
    'addons prometheus 2.30.0, jaeger 1.30.0; the source supply does not have grafana, kiali',
  );
  t.is(
    addonsText(chapterPlan({...SUPPLIED, addons: {}})),
    'addons none; the source supply does not have prometheus, grafana, kiali, jaeger',
  );
});
