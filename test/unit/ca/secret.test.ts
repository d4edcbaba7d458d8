import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {HopelessError} from '../../../src/base/wait-for.js';
import {secretStep} from '../../../src/ca/secret.js';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {kubeWith} from '../../fakes/kube.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {tempFolder} from '../../helpers/temp-folder.js';
import {quietContext} from '../../helpers/world.js';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The step for west, with certificate files that hold their own names. */
async function stepWith(t: ExecutionContext, kube: Kube) {
  const plan = chapterPlan(SUPPLIED, await tempFolder(t));
  const west = clusterNamed(plan, 'west');
  await mkdir(west.certs, {recursive: true});
  for (const name of ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem'])
    await writeFile(join(west.certs, name), name, {mode: 0o600});
  await writeFile(join(plan.root.folder, 'root-cert.pem'), 'root-cert.pem');
  return secretStep(plan, west, {...untouchableDrivers(), kubeFor: () => kube});
}

const cacerts = (data: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'cacerts', namespace: 'istio-system'},
  data,
});

const NAMES = ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'];
const WANTED = Object.fromEntries(NAMES.map((name) => [name, base64(name)]));

test("the namespace and a Secret with Istio's four keys are applied, in this order", async (t) => {
  const applied: KubeObject[] = [];
  const kube = untouchable<Kube>('kube', {
    apply: (objects) => Promise.resolve(void applied.push(...objects)),
  });
  await (await stepWith(t, kube)).run(quietContext);
  t.deepEqual(
    applied.map(({kind, metadata}) => `${kind} ${metadata.name}`),
    ['Namespace istio-system', 'Secret cacerts'],
  );
  t.deepEqual(applied[1]?.['data'], WANTED);
});

test('the Secret of this lab is there, or it is not', async (t) => {
  t.true((await (await stepWith(t, kubeWith([cacerts(WANTED)]))).done(quietContext)).done);
  t.false((await (await stepWith(t, kubeWith([]))).done(quietContext)).done);
});

test('another CA in the cluster is refused: it cannot be exchanged in passing', async (t) => {
  const other = cacerts({...WANTED, 'ca-cert.pem': base64('another')});
  const step = await stepWith(t, kubeWith([other]));
  const error = await refusal(t, step.done(quietContext));
  t.true(error instanceof HopelessError);
  t.is(error.code, 'CA-DIFFERS');
  t.regex(error.hint ?? '', /eastwest down/);
});
