import {createPrivateKey, X509Certificate} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {actionOf} from '../../../src/scenario/actions/actions.js';
import {CACERTS} from '../../../src/scenario/authorities.js';
import {takeBack} from '../../../src/scenario/undo.js';
import {refusal} from '../../helpers/error.js';
import {faultLab, planWithCas} from '../../helpers/fault-lab.js';

const value = {cluster: 'east', commonName: 'second.east.example'};
const action = actionOf('rotateCa');

const partsOf = (secret: KubeObject | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries((secret?.['data'] ?? {}) as Record<string, string>).map(([name, text]) => [
      name,
      Buffer.from(text, 'base64').toString(),
    ]),
  );

test('the new intermediate is signed by the root of the lab, and only the Secret of its cluster is changed', async (t) => {
  const plan = await planWithCas(t);
  const {bench, diary, kubes} = faultLab({plan});
  const since = bench.clock.date();
  t.like(await action.check(value, bench, since), {done: false});
  await action.run(value, bench);
  t.deepEqual(diary, ['east: replace Secret cacerts']);
  const parts = partsOf(await kubes.get('east')?.get(CACERTS));
  const root = readFileSync(join(plan.root.folder, 'root-cert.pem'), 'utf8');
  const [issuer, issued] = [root, parts['ca-cert.pem'] ?? ''].map((pem) => new X509Certificate(pem));
  t.is(issued?.subject, `CN=${value.commonName}`);
  t.true(issuer !== undefined && issued?.verify(issuer.publicKey));
  t.is(parts['root-cert.pem'], root);
  t.is(parts['cert-chain.pem'], `${parts['ca-cert.pem'] ?? ''}${root}`);
  t.true(issued?.checkPrivateKey(createPrivateKey(parts['ca-key.pem'] ?? '')));
  t.like(await action.check(value, bench, since), {done: true});
});

test('rotated again, it has another key', async (t) => {
  const {bench, kubes} = faultLab({plan: await planWithCas(t)});
  const keys = [];
  for (let time = 0; time < 2; time++) {
    await action.run(value, bench);
    keys.push(partsOf(await kubes.get('east')?.get(CACERTS))['ca-key.pem']);
  }
  t.not(keys[0], keys[1]);
});

test('taken back, the former Secret is there, whole', async (t) => {
  const {bench, kubes} = faultLab({plan: await planWithCas(t)});
  const kube = bench.kube('east');
  const before = await kubes.get('east')?.get(CACERTS);
  const [undo, ...more] = await action.undo(value, bench);
  if (undo === undefined) return t.fail('nothing is noted');
  t.deepEqual(more, []);
  await action.run(value, bench);
  t.notDeepEqual((await kube.get(CACERTS))?.['data'], before?.['data']);
  await takeBack(undo, kube, bench);
  t.deepEqual((await kube.get(CACERTS))?.['data'], before?.['data']);
});

test('without the CAs of the lab nothing is changed', async (t) => {
  const {bench, diary} = faultLab();
  const error = await refusal(t, Promise.resolve(action.run(value, bench)));
  t.is(error.code, 'FAULT-NO-CA');
  t.deepEqual(diary, []);
});
