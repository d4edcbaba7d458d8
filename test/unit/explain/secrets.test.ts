import test from 'ava';
import {issueIntermediate, issueRoot} from '../../../src/ca/certificates.js';
import {judgeRemoteSecrets, type RemoteSecretSeen} from '../../../src/explain/checks/remote-secret-judge.js';
import {judgeTrust, type ClusterTrust, type ProxyTrust} from '../../../src/explain/checks/trust-judge.js';
import {findingOf, type Judged} from '../../../src/explain/judged.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {certificatesIn} from '../../../src/scenario/certificate.js';
import type {Certificate} from '../../../src/scenario/measured.js';
import {chapterPlan} from '../../helpers/chapter.js';

const plan = chapterPlan();
const codes = ({faults}: Judged): readonly string[] => faults.map(({code}) => code);
const cause = ({faults: [first]}: Judged): string =>
  first === undefined ? '' : findingOf(first, 'trust').cause;

const NOW = Date.UTC(2026, 5, 1);
const DAY_MS = 86_400_000;

const one = (pem: string): Certificate => {
  const [first] = certificatesIn(pem);
  if (first === undefined) throw new Error('no certificate');
  return first;
};

/** The root that the lab has and one of the same name; an intermediate of each for both clusters. */
const rootOf = async () => {
  const root = await issueRoot({commonName: 'root.istio.in.action', days: 3650}, NOW - DAY_MS);
  const intermediate = await issueIntermediate('west.intermediate', root, 3650, NOW - DAY_MS);
  return {root: one(root.certificate), intermediate: one(intermediate.certificate)};
};
const authorities = Promise.all([rootOf(), rootOf()]);

type Authority = Awaited<ReturnType<typeof rootOf>>;

/** As a leaf is for the judge: issued by the intermediate, for a day. */
const leafOf = (intermediate: Certificate, atMs: number): Certificate => ({
  ...intermediate,
  subject: '',
  issuer: intermediate.subject,
  isCa: false,
  notBefore: new Date(atMs - 120_000).toISOString(),
  notAfter: new Date(atMs + DAY_MS).toISOString(),
  fingerprint: 'AA:BB',
});

const proxy = ({root, intermediate}: Authority, deployment: string, atMs = NOW): ProxyTrust => ({
  namespace: 'istioinaction',
  deployment,
  pod: `${deployment}-746bdc9d75-9n8h9`,
  chain: [leafOf(intermediate, atMs), intermediate, root],
  roots: [root],
});

const trusting = (cluster: string, of: Authority, more: Partial<ClusterTrust> = {}): ClusterTrust => ({
  cluster,
  node: `${cluster}-control-plane`,
  certs: `/certs/${cluster}-cluster`,
  rootFolder: '/certs/root',
  plugged: of,
  told: ['istio-system', 'istioinaction'].map((namespace) => ({namespace, root: of.root})),
  proxies: [proxy(of, 'webapp'), proxy(of, 'catalog')],
  ...more,
});
const judged = (lab: Authority, west: ClusterTrust, root: Certificate | undefined = lab.root): Judged =>
  judgeTrust({root, clusters: [west, trusting('east', lab)]}, NOW, 'istioinaction');

test('trust: one root above both clusters is well', async (t) => {
  const [lab] = await authorities;
  t.deepEqual(codes(judged(lab, trusting('west', lab))), []);
});

test('trust: no cacerts, and another root of the same name, have their names', async (t) => {
  const [lab, foreign] = await authorities;
  t.is(codes(judged(lab, trusting('west', lab, {plugged: undefined})))[0], 'cacerts-missing');
  const found = judged(lab, trusting('west', foreign));
  t.is(codes(found)[0], 'foreign-root');
  t.regex(cause(found), /^The root of west .* is not that of east/);
});

test('trust: the cluster with the foreign root is named, also where the lab’s own root is not at hand', async (t) => {
  const [lab, foreign] = await authorities;
  const clusters = [trusting('west', lab), trusting('east', foreign)];
  const east = judgeTrust({root: lab.root, clusters}, NOW, 'istioinaction');
  t.regex(cause(east), /^The root of east /);
  t.is(codes(judgeTrust({root: undefined, clusters}, NOW, 'istioinaction'))[0], 'foreign-root');
});

test('trust: of three clusters the one with another root is named, whichever it is, without the lab’s root at hand', async (t) => {
  const [lab, foreign] = await authorities;
  const names = ['west', 'east', 'south'];
  for (const strange of names) {
    const clusters = names.map((name) => trusting(name, name === strange ? foreign : lab));
    const found = judgeTrust({root: undefined, clusters}, NOW, 'istioinaction');
    t.deepEqual(codes(found), ['foreign-root'], strange);
    t.regex(cause(found), new RegExp(`^The root of ${strange} `));
  }
});

test('trust: an intermediate that has expired is seen in the Secret, and in the chain of a proxy', async (t) => {
  const [lab] = await authorities;
  const old = {...lab.intermediate, notAfter: new Date(NOW - 1000).toISOString()};
  const inSecret = judged(lab, trusting('west', lab, {plugged: {...lab, intermediate: old}}));
  t.is(codes(inSecret)[0], 'intermediate-expired');
  const inChain = trusting('west', lab, {proxies: [proxy({...lab, intermediate: old}, 'webapp')]});
  t.is(codes(judged(lab, inChain))[0], 'intermediate-expired');
});

test('trust: istiod that tells another root than lies in cacerts was started too early', async (t) => {
  const [lab, own] = await authorities;
  const told = ['istio-system', 'istioinaction'].map((namespace) => ({namespace, root: own.root}));
  const found = judged(lab, trusting('west', lab, {told, proxies: [proxy(own, 'webapp')]}));
  t.is(codes(found)[0], 'ca-not-loaded');
  t.true(found.faults[0]?.mayPass, 'istiod writes it some seconds after its start');
});

test('trust: one pod of many with an old chain is to be restarted, not istiod', async (t) => {
  const [lab, before] = await authorities;
  const proxies = [proxy(lab, 'webapp'), proxy(before, 'catalog')];
  const found = judged(lab, trusting('west', lab, {proxies}));
  t.deepEqual(codes(found), ['workload-root-stale']);
  t.regex(cause(found), /^catalog-746bdc9d75-9n8h9 in west/);
});

test('trust: a gateway that leads nowhere has asked for no certificate, which is no fault', async (t) => {
  const [lab] = await authorities;
  const gateway = {...proxy(lab, 'istio-eastwestgateway'), chain: [], roots: []};
  t.deepEqual(codes(judged(lab, trusting('west', lab, {proxies: [gateway]}))), []);
});

test('trust: a certificate that begins in an hour tells of a clock, one that has ended of its age', async (t) => {
  const [lab] = await authorities;
  const early = judged(lab, trusting('west', lab, {proxies: [proxy(lab, 'webapp', NOW + 3_600_000)]}));
  t.deepEqual(codes(early), ['clock-skew']);
  const [fault] = early.faults;
  t.deepEqual(fault === undefined ? [] : findingOf(fault, 'trust').remedy, [
    'date -u; docker exec west-control-plane date -u',
    'kwest -n istioinaction rollout undo deploy/webapp || kwest -n istioinaction rollout restart deploy/webapp',
  ]);
  const late = judged(lab, trusting('west', lab, {proxies: [proxy(lab, 'webapp', NOW - 2 * DAY_MS)]}));
  t.deepEqual(codes(late), ['workload-certificate-expired']);
});

const HOUR_MS = 3_600_000;

test('trust: another intermediate of the same root that istiod has not read is told, as far as it is certain', async (t) => {
  const [lab] = await authorities;
  const second = {
    ...lab.intermediate,
    fingerprint: 'CC:DD',
    notBefore: new Date(NOW - 2 * HOUR_MS).toISOString(),
  };
  const rotated = (
    istiodSinceMs: number | undefined,
    leafAtMs: number,
    more: readonly ProxyTrust[] = [],
  ): Judged =>
    judged(
      lab,
      trusting('west', lab, {
        plugged: {...lab, intermediate: second},
        istiodSinceMs,
        proxies: [proxy(lab, 'webapp', leafAtMs), ...more],
      }),
    );
  t.deepEqual(codes(rotated(NOW - 5 * HOUR_MS, NOW - 4 * HOUR_MS)), ['ca-not-loaded'], 'it was there before');
  t.deepEqual(codes(rotated(NOW - HOUR_MS, NOW)), ['ca-not-loaded'], 'it has signed by the former one since');
  t.deepEqual(
    codes(rotated(NOW - HOUR_MS, NOW - 3 * HOUR_MS)),
    [],
    'older than istiod, and as good as before',
  );
  const anew = {...proxy(lab, 'catalog'), chain: [leafOf(second, NOW), second, lab.root]};
  t.deepEqual(codes(rotated(NOW - 5 * HOUR_MS, NOW - 4 * HOUR_MS, [anew])), [], 'istiod signs by it');
  t.true(rotated(NOW - HOUR_MS, NOW).faults[0]?.mayPass);
});

test('trust: what is put back from this machine comes from its folders, and nothing there is thrown away', async (t) => {
  const [lab] = await authorities;
  const old = {...lab.intermediate, notAfter: new Date(NOW - 1000).toISOString()};
  const [fault] = judged(lab, trusting('west', lab, {plugged: {...lab, intermediate: old}})).faults;
  const remedy = fault === undefined ? [] : findingOf(fault, 'trust').remedy;
  t.is(
    remedy[0],
    'openssl x509 -checkend 0 -noout -in /certs/west-cluster/ca-cert.pem || mv /certs/west-cluster /certs/west-cluster.expired',
  );
  t.regex(
    remedy[2] ?? '',
    /--from-file=\/certs\/west-cluster\/ca-key\.pem .*--from-file=\/certs\/root\/root-cert\.pem/,
  );
});

const secret = (more: Partial<RemoteSecretSeen> = {}): RemoteSecretSeen => ({
  reader: 'west',
  read: clusterNamed(plan, 'east'),
  secret: 'istio-remote-secret-east-cluster',
  there: true,
  labelled: true,
  kubeconfig: {
    server: 'https://east-control-plane:6443',
    caOf: ['east'],
    token: {accepted: true, seen: 'accepted'},
  },
  state: 'synced',
  asked: true,
  address: '172.18.0.3',
  ...more,
});
const leading = (server: string, caOf: readonly string[] = ['east']): Judged =>
  judgeRemoteSecrets([secret({kubeconfig: {server, caOf, token: {accepted: true, seen: ''}}})], plan);

test('remote secret: one that leads to its cluster, by name or by address, is well', (t) => {
  t.deepEqual(codes(judgeRemoteSecrets([secret()], plan)), []);
  t.deepEqual(codes(leading('https://172.18.0.3:6443')), []);
});

test('remote secret: not there, without its label, or without a kubeconfig', (t) => {
  const none = {there: false, labelled: false, kubeconfig: undefined, state: undefined};
  t.deepEqual(codes(judgeRemoteSecrets([secret(none)], plan)), ['remote-secret-missing']);
  t.deepEqual(codes(judgeRemoteSecrets([secret({labelled: false})], plan)), ['remote-secret-missing']);
  t.deepEqual(codes(judgeRemoteSecrets([secret({kubeconfig: undefined})], plan)), [
    'remote-secret-unreadable',
  ]);
});

test('remote secret: where it leads decides what it is called', (t) => {
  t.deepEqual(codes(leading('https://127.0.0.1:38391')), ['remote-secret-loopback']);
  t.deepEqual(codes(leading('https://localhost:6443')), ['remote-secret-loopback']);
  const own = leading('https://west-control-plane:6443', ['west']);
  t.deepEqual(codes(own), ['remote-secret-wrong-cluster']);
  t.is(cause(own), 'The remote secret of west named east-cluster leads to west and not to east.');
  t.deepEqual(codes(leading('https://east-control-plane:6443', ['west'])), ['remote-secret-wrong-ca']);
  t.deepEqual(codes(leading('https://east-control-plane:6443', [])), ['remote-secret-wrong-ca']);
  t.deepEqual(codes(leading('https://172.18.0.9:6443')), ['remote-secret-wrong-server']);
});

test('remote secret: a token that is refused, and an istiod that has not read it', (t) => {
  const {kubeconfig} = secret();
  if (kubeconfig === undefined) throw new Error('no kubeconfig');
  const refused = {...kubeconfig, token: {accepted: false, seen: 'token is expired'}};
  t.deepEqual(codes(judgeRemoteSecrets([secret({kubeconfig: refused})], plan)), ['remote-secret-token']);
  const late = judgeRemoteSecrets([secret({state: 'timeout'})], plan);
  t.deepEqual(codes(late), ['remote-secret-not-synced']);
  t.true(late.faults[0]?.mayPass);
  const silent = judgeRemoteSecrets([secret({state: undefined, asked: false})], plan);
  t.deepEqual(codes(silent), []);
  t.is(silent.pending, 'could not ask istiod of west whether it has read east');
  const unsaid = judgeRemoteSecrets([secret({kubeconfig: {...kubeconfig, token: undefined}})], plan);
  t.deepEqual(codes(unsaid), []);
  t.is(unsaid.pending, 'could not ask the API server of east about the token in the remote secret of west');
  t.is(judgeRemoteSecrets([secret()], plan).pending, undefined);
});

test('remote secret: the remedy is the command that makes it anew', (t) => {
  const [first] = judgeRemoteSecrets([secret({there: false, labelled: false})], plan).faults;
  t.deepEqual(first && findingOf(first, 'remote-secret').remedy, [
    'ieast create-remote-secret --name=east-cluster --server=https://east-control-plane:6443 | kwest apply -f -',
  ]);
});
