import {chmodSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {labIntermediate, labRoot} from '../../../src/scenario/authorities.js';
import {refusal} from '../../helpers/error.js';
import {planWithCas} from '../../helpers/fault-lab.js';

const whereModesCount = process.platform === 'win32' ? test.skip : test;

test('the CAs of the lab are read from its folders', async (t) => {
  const plan = await planWithCas(t);
  const [west] = plan.clusters;
  if (west === undefined) throw new Error('no cluster');
  for (const {certificate, key} of [await labRoot(plan), await labIntermediate(west)]) {
    t.true(certificate.startsWith('-----BEGIN CERTIFICATE-----'));
    t.regex(key, /^-----BEGIN (RSA )?PRIVATE KEY-----/);
  }
});

whereModesCount('a key that others could have read signs nothing', async (t) => {
  const plan = await planWithCas(t);
  const [west] = plan.clusters;
  if (west === undefined) throw new Error('no cluster');
  for (const [key, read] of [
    [join(plan.root.folder, 'root-ca.key'), () => labRoot(plan)],
    [join(west.certs, 'ca-key.pem'), () => labIntermediate(west)],
  ] as const) {
    chmodSync(key, 0o640);
    const {code, message} = await refusal(t, read());
    t.is(code, 'FILE-NOT-PRIVATE');
    t.true(message.includes(key));
  }
});

test('where there is no CA it is said where one would be', async (t) => {
  const plan = await planWithCas(t);
  rmSync(join(plan.root.folder, 'root-ca.key'));
  t.is((await refusal(t, labRoot(plan))).code, 'FAULT-NO-CA');
});
