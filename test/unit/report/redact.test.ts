import {generateKeyPairSync} from 'node:crypto';
import test from 'ava';
import {recorded} from '../../../src/report/index.js';
import {redacted} from '../../../src/report/events/redact.js';
import type {MeasuredEvent} from '../../../src/scenario/result.js';

const {privateKey} = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: {type: 'pkcs8', format: 'pem'},
  publicKeyEncoding: {type: 'spki', format: 'pem'},
});
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const [header, claims] = [
  {alg: 'RS256', kid: 'k'},
  {iss: 'kubernetes', sub: 'reader'},
].map((part) => base64(JSON.stringify(part)).replaceAll('=', ''));
const JWT = `${header ?? ''}.${claims ?? ''}.c2lnbmF0dXJlLW9mLXRoaXMtdG9rZW4`;
const PASSWORD = 'opensesame-4711';
const SECRET = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name: 'cacerts', annotations: {}},
  data: {'ca-key.pem': base64(privateKey), plain: base64(PASSWORD)},
  stringData: {plain: PASSWORD},
};
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters:
- name: west
  cluster: {server: https://west-control-plane:6443}
users:
- name: admin
  user:
    client-key-data: ${base64(privateKey)}
    token: ${PASSWORD}
`;

/** No line of the key, no form of the password or the token. */
const PLANTED = [
  ...privateKey.split('\n').filter((line) => line.length > 30 && !line.startsWith('-')),
  base64(privateKey).slice(0, 60),
  PASSWORD,
  base64(PASSWORD),
  JWT,
  'c2lnbmF0dXJlLW9m',
];

const output = (stdout: string) => ({kind: 'output', exitCode: 0, stdout, stderr: ''}) as const;
const headers = {authorization: `Bearer ${JWT}`, 'set-cookie': `session=${PASSWORD}`, server: 'envoy'};
const call = {at: 1, status: 200, ms: 1, body: `{"token": "${PASSWORD}"}`, headers, reused: false};

const MEASURED: Readonly<Record<string, MeasuredEvent['measured']>> = {
  'a Secret': {kind: 'object', object: SECRET},
  'a Secret as kubectl has applied it': {
    kind: 'object',
    object: {
      ...SECRET,
      data: {},
      stringData: {},
      metadata: {
        name: 'cacerts',
        annotations: {'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(SECRET)},
      },
    },
  },
  'a list of Secrets': {
    kind: 'object',
    object: {
      apiVersion: 'v1',
      kind: 'SecretList',
      metadata: {name: ''},
      items: [{metadata: {name: 'a'}, data: SECRET.data}],
    },
  },
  'a kubeconfig in a ConfigMap': {
    kind: 'object',
    object: {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'c'}, data: {west: KUBECONFIG}},
  },
  'a key that is printed': output(`before\n${privateKey}after`),
  'a key that is cut off': output(privateKey.slice(0, 120)),
  'a key in base64': output(base64(privateKey)),
  'a key in base64, in lines': output(base64(privateKey).replace(/.{76}/g, '$&\n')),
  'a Secret as YAML': output(
    `apiVersion: v1\nkind: Secret\ndata:\n  plain: ${base64(PASSWORD)}\n---\napiVersion: v1\nkind: Service\n`,
  ),
  'a Secret as JSON': output(JSON.stringify(SECRET, null, 2)),
  'a JSON text that is cut off': output(JSON.stringify(SECRET, null, 2).slice(0, -4)),
  'a kubeconfig as YAML': output(KUBECONFIG),
  'a token': output(`${JWT}\n`),
  'a header that was sent': output(`> Authorization: Bearer ${PASSWORD}\n> Host: webapp`),
  calls: {kind: 'calls', calls: [call], answers: [`token ${JWT}`]},
};

for (const [what, measured] of Object.entries(MEASURED)) {
  test(`nothing that was planted is left of ${what}`, (t) => {
    const event = recorded({
      type: 'measured',
      scenario: 'test/secrets',
      phase: 'p',
      title: `exec --token=${PASSWORD}`,
      at: '2026-01-01T00:00:00.000Z',
      measured,
      judged: [{key: 'output', value: {contains: privateKey}, ok: false, evidence: JWT, wanted: KUBECONFIG}],
    });
    const text = JSON.stringify(event);
    for (const secret of PLANTED) t.false(text.includes(secret), `${secret} in ${text}`);
    t.true(text.includes('[redacted]'));
    t.is(event.measured.kind, measured.kind);
  });
}

test('what is public stays as it is', (t) => {
  const certificate = `-----BEGIN CERTIFICATE-----\n${base64('x'.repeat(300))}\n-----END CERTIFICATE-----\n`;
  const value = {
    certificate,
    inBase64: base64(certificate),
    object: {kind: 'Service', metadata: {name: 'token-service'}, data: {key: 'a key of a map'}},
    evidence: '20 of 20 Hello from EAST; basic authentication; token review: allowed; 2 Secrets',
    commands: [
      "kwest get secret -n istio-system cacerts -o jsonpath='{.data}'",
      'openssl x509 -in ca-cert.pem',
    ],
    headers: {'x-served-by': 'simple-backend-west@simple-backend-west-6d9f7c5b9d-x2v8k'},
    certificates: [{subject: 'CN=root', sans: ['spiffe://cluster.local/ns/istioinaction/sa/webapp']}],
    body: '{ "id": 1,\n "secret": false }',
  };
  t.deepEqual(redacted(value), value);
});

test('the names in a Secret stay, so that one sees what was there', (t) => {
  const {data} = redacted(SECRET);
  t.deepEqual(data, {'ca-key.pem': '[redacted]', plain: '[redacted]'});
});
