import {createPublicKey, generateKeyPairSync, verify, X509Certificate} from 'node:crypto';
import test from 'ava';
import {issueIntermediate, issueRoot, issueWorkload} from '../../../src/ca/certificates.js';
import {expiredToken} from '../../../src/faults/remote-secret/expired-token.js';
import {withField} from '../../../src/faults/remote-secret/kubeconfig.js';
import {elsewhere} from '../../../src/faults/load-balancer/pool-outside-subnet.js';
import {cacertsOf, foreignRoot} from '../../../src/scenario/authorities.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {kubeconfigFor} from '../../helpers/fault-lab.js';

const NOW = new Date('2026-03-01T12:00:00Z');
const plan = chapterPlan();
const root = await issueRoot(plan.root, NOW.getTime());

function decoded(secret: {readonly [field: string]: unknown}, key: string): string {
  return Buffer.from((secret['data'] as Record<string, string>)[key] ?? '', 'base64').toString();
}

test('the CA of a fault is one that istiod takes: signed, of its root, valid for as long as it was asked for', async (t) => {
  const secret = await cacertsOf(clusterNamed(plan, 'east'), root, 120_000, NOW);
  const own = new X509Certificate(decoded(secret, 'ca-cert.pem'));
  t.true(own.verify(new X509Certificate(root.certificate).publicKey));
  t.is(Date.parse(own.validTo), NOW.getTime() + 120_000);
  t.true(own.subject.includes('east.intermediate'));
  t.is(decoded(secret, 'cert-chain.pem'), decoded(secret, 'ca-cert.pem') + decoded(secret, 'root-cert.pem'));
});

test('a foreign root has the name of the lab’s and another key', async (t) => {
  const foreign = new X509Certificate((await foreignRoot(plan, NOW)).certificate);
  const own = new X509Certificate(root.certificate);
  t.is(foreign.subject, own.subject);
  t.not(foreign.fingerprint256, own.fingerprint256);
  t.false(foreign.verify(own.publicKey));
});

test('a workload’s certificate has its SPIFFE id, no subject, and begins when it was asked to', async (t) => {
  const issuer = await issueIntermediate('east.intermediate', root, 30, NOW.getTime());
  const id = 'spiffe://cluster.local/ns/istioinaction/sa/catalog';
  const issued = await issueWorkload(id, issuer, NOW.getTime() + 3_600_000);
  const leaf = new X509Certificate(issued.certificate);
  t.is(leaf.subjectAltName, `URI:${id}`);
  t.falsy(leaf.subject);
  t.false(leaf.ca);
  t.true(leaf.verify(new X509Certificate(issuer.certificate).publicKey));
  t.is(Date.parse(leaf.validFrom), NOW.getTime() + 3_600_000 - 120_000);
  t.true(Date.parse(leaf.validTo) > NOW.getTime());
});

const account = {namespace: 'istio-system', name: 'istio-reader-service-account', uid: 'u-1'};
const keys = [
  ['RS256', generateKeyPairSync('rsa', {modulusLength: 2048})],
  ['ES256', generateKeyPairSync('ec', {namedCurve: 'P-256'})],
] as const;

for (const [alg, {privateKey, publicKey}] of keys) {
  test(`an expired token is signed with the cluster's key (${alg}) and over`, (t) => {
    const pem = privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
    const [header = '', payload = '', signature = ''] = expiredToken(
      account,
      pem,
      'https://issuer',
      NOW,
    ).split('.');
    const parsed = (part: string) =>
      JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
    t.is(parsed(header)['alg'], alg);
    const {exp, sub} = parsed(payload);
    t.true(Number(exp) < NOW.getTime() / 1000);
    t.is(sub, 'system:serviceaccount:istio-system:istio-reader-service-account');
    const key = {
      key: createPublicKey(publicKey.export({type: 'spki', format: 'pem'})),
      dsaEncoding: 'ieee-p1363' as const,
    };
    t.true(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url')));
  });
}

test('one field of a kubeconfig is changed and no other; one that is not there is an error', (t) => {
  const before = kubeconfigFor('east');
  const after = withField(before, 'server', 'https://127.0.0.1:1');
  t.is(after, before.replace('https://east-control-plane:6443', 'https://127.0.0.1:1'));
  t.is(withField(before, 'token', 'a$1b').match(/token: .*/)?.[0], 'token: a$1b');
  t.throws(() => withField('kind: Config\n', 'token', 'x'), {code: 'FAULT-NO-REMOTE-SECRET'});
});

test('addresses outside of the network are outside of it, whatever the network is', (t) => {
  t.is(elsewhere('172.18.0.0/16'), '192.0.2.10-192.0.2.29');
  t.is(elsewhere('192.0.2.0/24'), '198.51.100.10-198.51.100.29');
});
