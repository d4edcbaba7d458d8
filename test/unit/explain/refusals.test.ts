import test from 'ava';
import {issueRoot, issueWorkload} from '../../../src/ca/certificates.js';
import type {KubeObject, StampedLine} from '../../../src/drivers/kube/kube.js';
import {judgeCall} from '../../../src/explain/checks/call.js';
import {judgePolicy} from '../../../src/explain/checks/policy-judge.js';
import {explain} from '../../../src/explain/index.js';
import {findingOf} from '../../../src/explain/judged.js';
import type {LoggedCall, ProxyLog} from '../../../src/explain/looks/access-logs.js';
import type {ProxyPod} from '../../../src/explain/looks/proxies.js';
import {refusalsIn, refusedBy, type Refusal} from '../../../src/explain/looks/refusals.js';
import {refusalText} from '../../../src/explain/looks/refusal-text.js';
import {accessEntryOf} from '../../../src/scenario/probes/logs/access-log.js';
import type {AnsweringLab} from '../../fakes/answering-lab.js';
import {healthyLab} from '../../fakes/healthy-lab.js';
import {chapterPlan} from '../../helpers/chapter.js';

const SNI = 'outbound_.80_._.catalog.istioinaction.svc.cluster.local';
const OUTBOUND = 'outbound|80||catalog.istioinaction.svc.cluster.local';
const NONE = 'rbac_access_denied_matched_policy[none]';
const DENIED = 'rbac_access_denied_matched_policy[ns[istioinaction]-policy[no-one]-rule[0]]';

/** Lines of Istio's default format: https://istio.io/v1.17/docs/tasks/observability/logs/access-log/ */
const line = (code: number, details: string, id: string, upstream: string, sni: string): string =>
  `[2026-11-21T09:31:29.831Z] "GET /items HTTP/1.1" ${code} - ${details} - "-" 0 19 0 - "-" "node" "${id}" "catalog" "-" ${upstream} - 10.20.0.9:80 10.20.0.5:3918 ${sni} -`;
const CLOSED =
  '[2026-11-21T09:31:29.831Z] "- - -" 0 NR filter_chain_not_found - "-" 0 0 0 - "-" "-" "-" "-" "-" - - 10.20.0.9:8080 10.20.0.7:41236 - -';

const pod = (cluster: string, deployment: string, namespace = 'istioinaction'): ProxyPod => ({
  cluster,
  namespace,
  deployment,
  pod: `${deployment}-1`,
  labels: {app: deployment},
});
const log = (proxy: ProxyPod, ...lines: readonly string[]): ProxyLog => ({
  proxy,
  calls: lines.flatMap((text, index): LoggedCall[] => {
    const entry = accessEntryOf(proxy.deployment, text);
    return entry === undefined ? [] : [{...entry, atMs: index}];
  }),
});
const webapp = pod('west', 'webapp');
const catalog = pod('east', 'catalog');

test('the caller is the proxy whose log has the same request under the name that the callee was called by', (t) => {
  const hop = line(403, 'via_upstream', 'r-1', 'outbound|80||webapp.istioinaction.svc.cluster.local', '-');
  const [refusal, ...more] = refusalsIn([
    log(pod('west', 'istio-ingressgateway', 'istio-system'), hop),
    log(webapp, line(403, 'via_upstream', 'r-1', OUTBOUND, '-')),
    log(catalog, line(403, NONE, 'r-1', 'inbound|3000||', SNI)),
  ]);
  t.deepEqual(more, [], 'the two answers on the way back refused nobody themselves');
  t.is(refusal?.callee, catalog);
  t.is(refusal?.caller, webapp);
  t.is(refusal?.last.details, NONE);
});

test('calls that are alike are told once, with their number; other requests have other callers', (t) => {
  const found = refusalsIn([
    log(webapp, line(403, 'via_upstream', 'r-1', OUTBOUND, '-'), line(403, '-', 'r-2', OUTBOUND, '-')),
    log(
      catalog,
      line(403, NONE, 'r-9', 'inbound|3000||', '-'),
      line(403, NONE, 'r-1', 'inbound|3000||', SNI),
      line(200, 'via_upstream', 'r-3', 'inbound|3000||', SNI),
      line(403, 'via_upstream', 'r-4', 'inbound|3000||', SNI),
      line(403, NONE, 'r-2', 'inbound|3000||', SNI),
    ),
  ]);
  t.deepEqual(
    found.map(({caller, count}) => [caller?.deployment, count]),
    [
      ['webapp', 2],
      [undefined, 1],
    ],
    'a 403 of the app itself is none of a policy',
  );
});

test('a closed connection counts at a sidecar, not at a gateway, which is only tried', (t) => {
  const gateway = pod('east', 'istio-eastwestgateway', 'istio-system');
  const found = refusalsIn([log(gateway, CLOSED), log(catalog, CLOSED)]);
  t.deepEqual(
    found.map(({callee, last}) => [callee.deployment, last.flags]),
    [['catalog', 'NR']],
  );
});

const policy = (name: string, spec: object): KubeObject => ({
  apiVersion: 'security.istio.io/v1beta1',
  kind: 'AuthorizationPolicy',
  metadata: {name, namespace: 'istioinaction'},
  spec,
});

test('what turned a call away: the rule of a DENY, or each ALLOW that is about the pod', (t) => {
  const its = {selector: {matchLabels: {app: 'catalog'}}};
  const policies = [
    policy('only-ingress', its),
    policy('all', {}),
    policy('other', {selector: {matchLabels: {app: 'webapp'}}}),
    policy('no-one', {...its, action: 'DENY'}),
  ];
  t.deepEqual(refusedBy({details: NONE}, catalog, policies), {
    by: 'no rule of istioinaction/only-ingress and istioinaction/all lets it in',
    policies: ['istioinaction/only-ingress', 'istioinaction/all'],
  });
  t.deepEqual(refusedBy({details: DENIED}, catalog, policies), {
    by: 'rule[0] of istioinaction/no-one turns it away',
    policies: ['istioinaction/no-one'],
  });
  t.is(refusedBy({details: NONE}, catalog, []).by, 'the policy that turned it away is gone');
});

const WEBAPP = 'cluster.local/ns/istioinaction/sa/webapp';
const WRONG = 'cluster.local/ns/istio-system/sa/istio-ingressgateway';
const stamped = (texts: readonly string[], atMs: number): readonly StampedLine[] =>
  texts.map((text) => ({at: atMs, text}));

const SECRETS = 'config_dump?resource=dynamic_active_secrets';

interface Secrets {
  readonly configs: readonly {readonly secret: object}[];
}

/** Gives a proxy a certificate with its identity, over the chain that it shows. */
async function certify(pages: Map<string, unknown>, pod: string, {plan, clock}: AnsweringLab): Promise<void> {
  const now = clock.date().getTime();
  const leaf = await issueWorkload(`spiffe://${WEBAPP}`, await issueRoot(plan.root, now), now);
  const {configs} = pages.get(`${pod} ${SECRETS}`) as Secrets;
  const [{secret}, ...others] = configs as [Secrets['configs'][number], ...Secrets['configs']];
  const {tls_certificate: own} = secret as {
    tls_certificate: {certificate_chain: {inline_bytes: string}};
  };
  const above = Buffer.from(own.certificate_chain.inline_bytes, 'base64').toString();
  const inline_bytes = Buffer.from(leaf.certificate + above).toString('base64');
  const shown = {name: 'default', secret: {tls_certificate: {certificate_chain: {inline_bytes}}}};
  pages.set(`${pod} ${SECRETS}`, {configs: [shown, ...others]});
}

/** The chapter's lab with a policy in east that lets nobody in who exists, after webapp of west has called. */
async function refusing(): Promise<AnsweringLab> {
  const lab = await healthyLab();
  const east = lab.clusters.get('east');
  const west = lab.clusters.get('west');
  if (east === undefined || west === undefined) throw new Error('no clusters');
  const source = {principals: [WRONG]};
  const selector = {matchLabels: {app: 'catalog'}};
  const made = policy('allow-only-ingress', {selector, rules: [{from: [{source}]}]});
  const now = lab.clock.date().getTime();
  const old = {...made.metadata, creationTimestamp: new Date(now - 60_000).toISOString()};
  east.objects = [...east.objects, {...made, metadata: old}];
  await certify(west.pages, 'webapp-5d4f7b-west', lab);
  const caller = line(403, 'via_upstream', 'r-1', OUTBOUND, '-');
  west.logs.set('webapp-5d4f7b-west', stamped([caller], now - 1000));
  east.logs.set('catalog-5d4f7b-east', stamped([line(403, NONE, 'r-1', 'inbound|3000||', SNI)], now - 1000));
  return lab;
}

test('which principal arrived and which policy refused stands in the cause, and in the evidence of both clusters', async (t) => {
  const lab = await refusing();
  const {finding, checks} = await explain(lab, {signal: new AbortController().signal});
  t.is(finding?.code, 'policy-wrong-principal');
  t.regex(
    finding?.cause ?? '',
    /such as webapp of west as cluster\.local\/ns\/istioinaction\/sa\/webapp at catalog \(\d\d:\d\d:\d\d\)\.$/,
  );
  const evidence = checks.find(({id}) => id === 'policy')?.evidence ?? [];
  t.regex(
    evidence.find(({of}) => of === 'east')?.seen ?? '',
    /catalog refused webapp of west.*\[none\], flags -\): no rule of istioinaction\/allow-only-ingress lets it in/,
  );
  t.regex(
    evidence.find(({of}) => of === 'west')?.seen ?? '',
    /webapp showed the certificate cluster\.local\/ns\/istioinaction\/sa\/webapp to catalog of east, refused once/,
  );
});

test('nobody need have called before: the logs are read once they can tell of the call that explain makes', async (t) => {
  const lab = await refusing();
  let calledMs = Infinity;
  lab.onExec = (_, command) => {
    if (!command.some((word) => word.startsWith('Host: '))) return undefined;
    calledMs = lab.clock.nowMs();
    return {exitCode: 0, stdout: 'error\n500'};
  };
  // A proxy keeps its lines for a second before it writes them out.
  for (const answers of lab.clusters.values()) {
    const lines = new Map(answers.logs);
    answers.logs.get = (pod) => (lab.clock.nowMs() >= calledMs + 1000 ? lines.get(pod) : []);
  }
  const {finding} = await explain(lab, {signal: new AbortController().signal});
  t.is(finding?.code, 'policy-wrong-principal');
  t.regex(finding?.cause ?? '', /such as webapp of west as cluster\.local\/ns\/istioinaction\/sa\/webapp/);
});

test('what was refused before the policy was made is not its doing', async (t) => {
  const lab = await refusing();
  for (const {logs} of lab.clusters.values())
    for (const [pod, lines] of logs)
      logs.set(
        pod,
        lines.map((one) => ({...one, at: one.at - 120_000})),
      );
  const {finding} = await explain(lab, {signal: new AbortController().signal});
  t.regex(
    finding?.cause ?? '',
    /all others are refused, though no access log of the last 5 minutes tells of one\.$/,
  );
});

const refusal: Refusal = {
  ...{callee: catalog, count: 2, caller: webapp, principal: 'cluster.local/ns/istioinaction/sa/webapp'},
  last: {
    ...(accessEntryOf('east/catalog', line(403, NONE, 'r-1', 'inbound|3000||', SNI)) ?? ({} as never)),
    atMs: Date.UTC(2026, 10, 21, 9, 31, 29),
  },
  ...refusedBy({details: NONE}, catalog, [policy('only-ingress', {})]),
};

test('a refusal is told with identity, number, time, Envoy’s own words and the policy', (t) => {
  t.is(
    refusalText(refusal),
    `catalog refused webapp of west as cluster.local/ns/istioinaction/sa/webapp, 2 times, last at 09:31:29 (403 ${NONE}, flags -): no rule of istioinaction/only-ingress lets it in`,
  );
  const {callee, count, last, by, policies} = refusal;
  const bare = {callee, count, last: {...last, sni: '-', caller: '10.20.0.7:1'}, by, policies};
  t.regex(refusalText(bare), /refused somebody without a certificate \(10\.20\.0\.7:1\)/);
  t.regex(refusalText({...bare, plain: 'default/x'}), /refused the pod default\/x, without a certificate/);
});

test('a client that STRICT has turned away stands in the cause with what the callee wrote', (t) => {
  const client = {namespace: 'default', name: 'x', labels: {}, serviceAccount: 'default', proxy: false};
  const callee = {...client, namespace: 'istioinaction', name: 'catalog-1', proxy: true};
  const strict = {
    apiVersion: 'security.istio.io/v1beta1',
    kind: 'PeerAuthentication',
    metadata: {name: 'strict', namespace: 'istioinaction'},
    spec: {mtls: {mode: 'STRICT'}},
  };
  const east = {cluster: 'east', authorization: [], peerAuthentication: [strict], pods: [client, callee]};
  const [closed] = refusalsIn([log(catalog, CLOSED)]);
  if (closed === undefined) return t.fail('not found');
  const refusals = [{...closed, plain: 'default/x', ...refusedBy(closed.last, catalog, [])}];
  const [fault] = judgePolicy([east], {logs: [], refusals}).faults;
  if (fault === undefined) return t.fail('no fault');
  t.regex(
    findingOf(fault, 'policy').cause,
    /no proxy that could speak it; catalog closed its connection at 00:00:00 \(filter_chain_not_found\)\.$/,
  );
});

test('the call that fails says who was turned away on its way', (t) => {
  const seen = {url: 'http://192.0.2.1/api/catalog', status: '500', body: 'error', refusals: [refusal]};
  const {evidence, faults} = judgeCall(seen, chapterPlan());
  const [fault] = faults;
  if (fault === undefined) return t.fail('no fault');
  t.regex(findingOf(fault, 'call').cause, /gets 500 \(error\): in east catalog refused webapp of west as/);
  t.deepEqual(
    evidence.map(({of}) => of),
    ['west', 'east'],
  );
});
