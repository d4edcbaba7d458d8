import {X509Certificate} from 'node:crypto';
import test from 'ava';
import {issueIntermediate, issueRoot} from '../../../src/ca/certificates.js';
import {faultOf} from '../../../src/ca/verify.js';

const NOW = Date.UTC(2026, 10, 21);
const DAY_MS = 24 * 60 * 60 * 1000;
const now = new Date(NOW);

const root = await issueRoot({commonName: 'root.example', days: 100}, NOW);
const west = await issueIntermediate('west.example', root, 30, NOW);
const other = await issueRoot({commonName: 'root.example', days: 100}, NOW);

test('the root is its own issuer and a CA', (t) => {
  const own = new X509Certificate(root.certificate);
  t.is(own.subject, 'CN=root.example');
  t.is(own.issuer, own.subject);
  t.true(own.ca);
  t.true(own.verify(own.publicKey));
  t.is(own.publicKey.asymmetricKeyType, 'rsa');
});

test('the intermediate is signed by the root and named as one host', (t) => {
  const own = new X509Certificate(west.certificate);
  t.is(own.subject, 'CN=west.example');
  t.is(own.issuer, 'CN=root.example');
  t.is(own.subjectAltName, 'DNS:west.example');
  t.true(own.checkIssued(new X509Certificate(root.certificate)));
});

test('a certificate is good for its days, and a little before now for clocks that are late', (t) => {
  const own = new X509Certificate(west.certificate);
  t.is(Date.parse(own.validTo), NOW + 30 * DAY_MS);
  const early = NOW - Date.parse(own.validFrom);
  t.true(early > 0 && early < 60 * 60 * 1000, `${early} ms`);
});

test('an intermediate does not outlive its root', async (t) => {
  const long = await issueIntermediate('west.example', root, 1000, NOW);
  t.is(new X509Certificate(long.certificate).validTo, new X509Certificate(root.certificate).validTo);
});

test('serial numbers are positive and differ', (t) => {
  const serials = [root, west, other].map(({certificate}) => new X509Certificate(certificate).serialNumber);
  t.is(new Set(serials).size, 3);
  for (const serial of serials) t.true(BigInt(`0x${serial}`) < 2n ** 127n);
});

test('no fault in a certificate with its key, its name and its issuer', (t) => {
  t.is(faultOf(root.certificate, root.key, 'root.example', root.certificate, now), undefined);
  t.is(faultOf(west.certificate, west.key, 'west.example', root.certificate, now), undefined);
});

test('another name is a fault', (t) => {
  t.is(
    faultOf(west.certificate, west.key, 'east.example', root.certificate, now),
    'subject is CN=west.example, not CN=east.example',
  );
});

test("another's key is a fault", (t) => {
  t.is(
    faultOf(west.certificate, root.key, 'west.example', root.certificate, now),
    'the key is not that of the certificate',
  );
});

test('a root of the same name with another key is a fault', (t) => {
  t.is(faultOf(west.certificate, west.key, 'west.example', other.certificate, now), 'not signed by the root');
});

test('a certificate whose end is past is a fault', (t) => {
  const late = new Date(NOW + 31 * DAY_MS);
  t.regex(
    faultOf(west.certificate, west.key, 'west.example', root.certificate, late) ?? '',
    /^expired on Dec 21 .* 2026 GMT$/,
  );
});

test('what cannot be read is a fault, not an error', (t) => {
  const fault = (certificate: string, key: string): string =>
    faultOf(certificate, key, 'west.example', root.certificate, now) ?? 'none';
  t.regex(fault('nonsense', west.key), /^cannot be read/);
  t.regex(fault(west.certificate, ''), /^cannot be read/);
});
