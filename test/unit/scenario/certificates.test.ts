import test from 'ava';
import {issueIntermediate, issueRoot} from '../../../src/ca/certificates.js';
import type {Istioctl} from '../../../src/drivers/istioctl/istioctl.js';
import {certificatesIn} from '../../../src/scenario/certificate.js';
import {judge} from '../../../src/scenario/expectations/expectations.js';
import type {Measured} from '../../../src/scenario/measured.js';
import {certificates} from '../../../src/scenario/probes/certificates/certificates.js';
import {untouchable} from '../../fakes/drivers.js';
import {fakeWorld} from '../../fakes/world.js';

const NOW = Date.UTC(2026, 10, 21);
const root = await issueRoot({commonName: 'root.example', days: 100}, NOW);
const other = await issueRoot({commonName: 'root.example', days: 100}, NOW);
const west = await issueIntermediate('west.example', root, 30, NOW);
const chainPem = west.certificate + root.certificate;

/** Of an elliptic key, as kubeadm makes them in the lab: what forge alone cannot read. */
const EC_CA = `-----BEGIN CERTIFICATE-----
MIIBgTCCASegAwIBAgIUd06ijx1ZK/LHxpwHIP9Yu3DVUOswCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKa3ViZXJuZXRlczAgFw0yNjExMjEwOTIzMzRaGA8yMTI2MTAy
ODA5MjMzNFowFTETMBEGA1UEAwwKa3ViZXJuZXRlczBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABINtFHas2E2lfL57ctE9w/01c0VbnWImh8JPTJprIgNcs29qv10W
UH1l9Oc5iuzdMAjhf5HUuY0lOuoAg452fqajUzBRMB0GA1UdDgQWBBT82nQ9fLLx
wwv3wzmhpQrqVHM6bzAfBgNVHSMEGDAWgBT82nQ9fLLxwwv3wzmhpQrqVHM6bzAP
BgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIGsgdJOj2f54j40Gk2rm
PUrJgo4hU2/7H/WBmtF5+xfJAiEAhBIDEe+U54E1hZiCn3qTtasPsLxG+qDFTaB3
X8SPQmY=
-----END CERTIFICATE-----
`;

test('of each certificate its public facts, and whether the next one has signed it', (t) => {
  const [first, second] = certificatesIn(`${west.key}${chainPem}`);
  t.like(first, {
    subject: 'CN=west.example',
    issuer: 'CN=root.example',
    isCa: true,
    pathLength: 0,
    keyUsage: ['keyCertSign', 'cRLSign'],
    sans: ['DNS:west.example'],
    signed: true,
    selfSigned: false,
    notAfter: '2026-12-21T00:00:00.000Z',
  });
  t.like(second, {subject: 'CN=root.example', pathLength: 1, signed: true, selfSigned: true});
  t.is(Math.round(first?.lifetimeHours ?? 0), 30 * 24);
});

test('a root of the same name that has not signed is found out', (t) => {
  const [first] = certificatesIn(west.certificate + other.certificate);
  t.false(first?.signed);
});

test('a certificate of an elliptic key is read as well', (t) => {
  t.like(certificatesIn(EC_CA)[0], {subject: 'CN=kubernetes', isCa: true, selfSigned: true});
  t.false('pathLength' in (certificatesIn(EC_CA)[0] ?? {}));
});

test('a text without certificates has none', (t) => {
  t.deepEqual(certificatesIn('istio'), []);
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

async function measured(dump: unknown): Promise<Measured> {
  const cacerts = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'cacerts', namespace: 'istio-system'},
    data: {'ca-key.pem': base64(west.key), 'root-cert.pem': base64(root.certificate)},
  };
  const istioctl = untouchable<Istioctl>('istioctl', {proxyConfig: () => Promise.resolve(dump)});
  const world = {...fakeWorld([], {west: [cacerts]}), istioctl};
  const value = {clusters: ['west'], of: 'deploy/a.b', secret: 'cacerts', namespace: 'istio-system'};
  return certificates.measure(value, {...world, signal: new AbortController().signal, say: () => undefined});
}

// The shape of Envoy's /config_dump of secrets; Envoy itself blots the key out.
const dump = (trusted: string) => ({
  dynamicActiveSecrets: [
    {
      name: 'default',
      secret: {
        tlsCertificate: {
          certificateChain: {inlineBytes: base64(chainPem)},
          privateKey: {inlineBytes: base64('[redacted]')},
        },
      },
    },
    {name: 'ROOTCA', secret: {validationContext: {trustedCa: {inlineBytes: base64(trusted)}}}},
  ],
});

test('the chains of a proxy and of a Secret, named by cluster and place, and nothing of a key', async (t) => {
  const found = await measured(dump(root.certificate));
  t.is(found.kind, 'certificates');
  const names = found.kind === 'certificates' ? found.chains.map(({name}) => name) : [];
  t.deepEqual(names, ['west default', 'west ROOTCA', 'west root-cert.pem']);
  t.false(/PRIVATE|redacted/.test(JSON.stringify(found)));
});

test('one root or several', async (t) => {
  const same = await measured(dump(root.certificate));
  t.true(judge('sameRoot', true, same).ok);
  t.false(judge('sameRoot', false, same).ok);
  const different = await measured(dump(other.certificate));
  t.false(judge('sameRoot', true, different).ok);
  t.regex(judge('sameRoot', true, different).evidence, /^2 roots in 3 chains: CN=root\.example with serial/);
  t.false(judge('sameRoot', true, {kind: 'certificates', chains: []}).ok);
  t.false(judge('sameRoot', false, {kind: 'certificates', chains: []}).ok);
});

test('a chain by its length, its signatures and its issuers', async (t) => {
  const found = await measured(dump(root.certificate));
  const issuers = ['CN=root.example', 'CN=root.example'];
  t.true(judge('chain', {of: 'default', length: 2, issuers}, found).ok);
  t.true(judge('chain', {of: 'west default', length: 2}, found).ok);
  t.false(judge('chain', {of: 'east default', length: 2}, found).ok);
  t.false(judge('chain', {of: 'default', length: 3}, found).ok);
  t.false(judge('chain', {of: 'default', length: 2, issuers: ['CN=a', 'CN=b']}, found).ok);
  const [first] = certificatesIn(west.certificate + other.certificate);
  const broken: Measured = {
    kind: 'certificates',
    chains: [{name: 'west default', certificates: first === undefined ? [] : [first]}],
  };
  const verdict = judge('chain', {of: 'default', length: 1}, broken);
  t.false(verdict.ok);
  t.regex(verdict.evidence, /number 1 is not signed by the next/);
});

test('a certificate by what stands in it', async (t) => {
  const found = await measured(dump(root.certificate));
  const right = {
    of: 'default',
    subject: 'CN=west.example',
    isCa: true,
    pathLength: 0,
    san: 'DNS:west.example',
  };
  t.true(judge('certificate', right, found).ok);
  t.true(judge('certificate', {of: 'default', place: 1, keyUsage: ['cRLSign']}, found).ok);
  t.true(judge('certificate', {of: 'default', lifetimeHours: {atLeast: 720, atMost: 721}}, found).ok);
  t.false(judge('certificate', {of: 'default', lifetimeHours: {atLeast: 721}}, found).ok);
  t.false(judge('certificate', {...right, subject: ''}, found).ok);
  t.false(judge('certificate', {of: 'default', san: 'DNS:east.example'}, found).ok);
  const none = judge('certificate', {of: 'default', place: 2, isCa: false}, found);
  t.deepEqual([none.ok, none.evidence], [false, 'west default: no certificate in place 2']);
});
