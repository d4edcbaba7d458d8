// Needs: openssl.
import {join} from 'node:path';
import {mkdir, writeFile} from 'node:fs/promises';
import test from 'ava';
import {issueIntermediate, issueRoot} from '../../src/ca/certificates.js';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import {refusal} from '../helpers/error.js';
import {tempFolder} from '../helpers/temp-folder.js';

const NOW = Date.now();
const ROOT = 'root.istio.in.action';
const WEST = 'west.intermediate.istio.in.action';

async function openssl(...args: readonly string[]): Promise<string> {
  const {signal} = new AbortController();
  return (await systemProcesses.run('openssl', args, {signal, timeoutMs: 20_000})).stdout;
}

interface Files {
  readonly root: string;
  readonly west: string;
  readonly westKey: string;
  readonly chain: string;
  readonly stranger: string;
}

const root = await issueRoot({commonName: ROOT, days: 3650}, NOW);
const west = await issueIntermediate(WEST, root, 3650, NOW);
const stranger = await issueRoot({commonName: ROOT, days: 3650}, NOW);

async function filesIn(folder: string): Promise<Files> {
  await mkdir(folder, {recursive: true});
  const texts = {
    root: root.certificate,
    west: west.certificate,
    westKey: west.key,
    chain: west.certificate + root.certificate,
    stranger: stranger.certificate,
  };
  const files = Object.entries(texts).map(
    ([name, text]) => [name, join(folder, `${name}.pem`), text] as const,
  );
  await Promise.all(files.map(([, file, text]) => writeFile(file, text, {mode: 0o600})));
  return Object.fromEntries(files.map(([name, file]) => [name, file])) as unknown as Files;
}

const text = (file: string): Promise<string> => openssl('x509', '-in', file, '-noout', '-text');

test('the root names itself, may sign one more CA below it, and may do nothing but sign', async (t) => {
  const files = await filesIn(await tempFolder(t));
  const said = await text(files.root);
  t.regex(said, new RegExp(`Issuer: CN ?= ?${ROOT}`));
  t.regex(said, new RegExp(`Subject: CN ?= ?${ROOT}`));
  t.regex(said, /X509v3 Basic Constraints: critical\s+CA:TRUE, pathlen:1/);
  t.regex(said, /X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
  t.regex(said, /Signature Algorithm: sha256WithRSAEncryption/);
  t.regex(said, /Public-Key: \(2048 bit\)/);
});

test('the intermediate is issued by the root and may sign no further CA', async (t) => {
  const files = await filesIn(await tempFolder(t));
  const said = await text(files.west);
  t.regex(said, new RegExp(`Issuer: CN ?= ?${ROOT}`));
  t.regex(said, new RegExp(`Subject: CN ?= ?${WEST}`));
  t.regex(said, /X509v3 Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
  t.regex(said, /X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\n/);
  t.regex(said, new RegExp(`DNS:${WEST}`));
});

test('openssl follows the chain from the intermediate to the root, and to no other of the same name', async (t) => {
  const files = await filesIn(await tempFolder(t));
  t.is(await openssl('verify', '-CAfile', files.root, files.west), `${files.west}: OK`);
  const error = await refusal(t, openssl('verify', '-CAfile', files.stranger, files.west));
  t.regex(error.details.join('\n'), /verification failed|signature failure/);
});

test('the lifetime is what was asked for', async (t) => {
  const files = await filesIn(await tempFolder(t));
  const seconds = 3649 * 24 * 60 * 60;
  await t.notThrowsAsync(openssl('x509', '-in', files.root, '-noout', '-checkend', String(seconds)));
  await t.throwsAsync(
    openssl('x509', '-in', files.root, '-noout', '-checkend', String(seconds + 2 * 86_400)),
  );
});

test('the chain begins with the intermediate, which is what openssl prints of it', async (t) => {
  const files = await filesIn(await tempFolder(t));
  t.regex(await openssl('x509', '-in', files.chain, '-noout', '-subject'), new RegExp(WEST));
});

test("the key is the certificate's, in the form that istiod reads", async (t) => {
  const files = await filesIn(await tempFolder(t));
  const ofKey = await openssl('rsa', '-in', files.westKey, '-noout', '-modulus');
  t.is(ofKey, await openssl('x509', '-in', files.west, '-noout', '-modulus'));
  t.regex(west.key, /^-----BEGIN RSA PRIVATE KEY-----/);
});

test('a workload certificate that the intermediate signs is good from root to leaf; a CA below it is not', async (t) => {
  const folder = await tempFolder(t);
  const files = await filesIn(folder);
  for (const [name, extension, good] of [
    ['leaf', 'basicConstraints=critical,CA:FALSE', true],
    ['ca', 'basicConstraints=critical,CA:TRUE', false],
  ] as const) {
    const at = (end: string): string => join(folder, `${name}.${end}`);
    await openssl(
      ...[
        'req',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-subj',
        `/CN=${name}`,
        '-keyout',
        at('key'),
        '-out',
        at('csr'),
      ],
    );
    await writeFile(at('ext'), `${extension}\n`);
    await openssl(
      ...['x509', '-req', '-in', at('csr'), '-CA', files.west, '-CAkey', files.westKey, '-set_serial', '7'],
      ...['-extfile', at('ext'), '-out', at('pem')],
    );
    const below = join(folder, `${name}-below.pem`);
    // Only something signed by the second CA can show that the first one may have no CA below it.
    await openssl(
      'req',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-subj',
      '/CN=below',
      '-keyout',
      at('k2'),
      '-out',
      at('c2'),
    );
    await openssl(
      'x509',
      '-req',
      '-in',
      at('c2'),
      '-CA',
      at('pem'),
      '-CAkey',
      at('key'),
      '-set_serial',
      '8',
      '-out',
      below,
    );
    const verify = (file: string, ...more: string[]): Promise<string> =>
      openssl('verify', '-CAfile', files.root, '-untrusted', files.west, ...more, file);
    if (good) t.is(await verify(at('pem')), `${at('pem')}: OK`);
    else {
      const error = await refusal(t, verify(below, '-untrusted', at('pem')));
      t.regex(error.details.join('\n'), /path length constraint exceeded/);
    }
  }
});
