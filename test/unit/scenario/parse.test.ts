import {readdirSync} from 'node:fs';
import test from 'ava';
import {problemText} from '../../../src/base/yaml.js';
import {ACTION_KEYS} from '../../../src/scenario/actions/actions.js';
import {EXPECTATION_KEYS} from '../../../src/scenario/expectations/expectations.js';
import {parseScenario} from '../../../src/scenario/parse.js';
import {PROBE_KEYS} from '../../../src/scenario/probes/probes.js';
import {projectFile} from '../../helpers/project.js';
import {scenarioFixture, scenarioOf, SURROUNDINGS} from '../../helpers/scenarios.js';

const tested = new Set<string>();

/** A test that a fixture is refused with exactly these lines, `line:col: message`, in this order. */
function refused(name: string, expected: readonly string[]): void {
  const file = `invalid-${name}.yaml`;
  tested.add(file);
  test(`${file} is refused, with everything that is wrong in it`, (t) => {
    const {scenario, problems} = parseScenario(file, scenarioFixture(file), SURROUNDINGS);
    t.is(scenario, undefined);
    t.deepEqual(
      problems.map(problemText),
      expected.map((line) => `${file}:${line}`),
    );
  });
}

const STEP_KEYS = [...ACTION_KEYS, ...PROBE_KEYS].join(', ');
const CLUSTERS = '(clusters: west, east)';
const VARIABLES = ['west', 'east'].flatMap((cluster) =>
  [
    ...['ingress', 'eastWestGateway', 'pool', 'region', 'zone', 'network', 'istioName', 'node', 'server'],
    ...['podSubnet', 'serviceSubnet', 'intermediate', 'istiod', 'revision', 'revisionSuffix'],
    'istioVersion',
  ].map((fact) => `${cluster}.${fact}`),
);

refused('empty', ['1:1: the file is empty']);

refused('two', ['8:1: a file has one scenario, here begins a second']);

refused('unknown-keys', [
  '9:11: spec.phases.0.steps.0.explain: missing, expected string or object',
  `9:11: unknown key explian, did you mean explain?; allowed here: explain, ${STEP_KEYS}, expect, within, converges, consistently, never`,
  '10:17: spec.phases.0.steps.0.call.count: missing, expected number',
  '10:54: unknown key cuont, did you mean count?; allowed here: from, gateway, host, path, url, headers, count, intervalMs, rate, keepAlive, timeoutMs, by',
  `12:15: unknown key shares, did you mean share?; allowed here: ${EXPECTATION_KEYS.join(', ')}`,
]);

refused('values', [
  '7:13: spec.phases.0.name: expected a name in small letters, digits and hyphens, got "One"',
  '9:20: spec.phases.0.steps.0.explain: expected a text that is not empty, got ""',
  '10:17: spec.phases.0.steps.0.call: wants one of gateway, url, got {"from":5,"gateway":"west","host":"h","url":"http://x","c...',
  '10:24: spec.phases.0.steps.0.call.from: expected string or object, got 5',
  '10:73: spec.phases.0.steps.0.call.count: expected number, got "many"',
  '11:19: spec.phases.0.steps.0.within: expected a duration such as 30s, got "soon"',
  '13:26: spec.phases.0.steps.0.expect.0.share.x: expected a share such as ">= 0.9", or a count such as "20 of 20", got "20"',
  '14:15: "endpoint" cannot judge call; what can: share, answeredBy, status, body, successRate, latency, longestGap, failover, connections, identity',
  '14:35: spec.phases.0.steps.0.expect.1.endpoint.outlier: Invalid option: expected one of "OK"|"FAILED", got "BAD"',
]);

refused('no-expectation', [
  '7:13: an action without an expectation: this phase judges nothing',
  '12:24: a probe without an expectation: call wants "expect" beside it',
]);

refused('cluster', [
  `5:36: the lab has no cluster "venus" ${CLUSTERS}`,
  `9:43: the lab has no cluster "wset", did you mean west? ${CLUSTERS}`,
  `11:34: the lab has no cluster "north" ${CLUSTERS}`,
  `11:66: the lab has no cluster "south" ${CLUSTERS}`,
]);

refused('step', [
  '9:11: a step does one thing, this one has restart, scale',
  `12:11: a step wants one of ${STEP_KEYS}`,
  '15:11: "within" goes with a probe; restart is an action',
  '16:11: "expect" goes with a probe; restart is an action',
  '19:20: an expectation wants one of exists, match',
]);

refused('modes', [
  '10:11: a probe without an expectation: exec wants "expect" beside it',
  '12:64: "converges" wants "within" beside it: a time in which the looks must come',
  '17:24: spec.phases.0.steps.2.converges: expected at least 2 looks, got 1',
  '20:77: "never" does not go with "within": a step has one of within, consistently, never',
  '21:85: spec.phases.0.steps.4.consistently: expected more than no time at all, got "0s"',
  '22:60: "consistently" goes with a probe; wait is an action',
]);

refused('sections', [
  '3:71: metadata.labels: expected a label name such as row, got "a b"',
  '3:84: metadata.labels.d: expected string, got 5',
  '6:14: spec.requires.0: Invalid option: expected one of "istio-proxy"|"prometheus"|"grafana"|"kiali"|"jaeger", got "zipkin"',
  '7:10: spec.istio: expected a range of versions such as ">=1.17", got "newer"',
  '9:31: a probe without an expectation: proxyStatus wants "expect" beside it',
  '10:53: the lab has no cluster "north" (clusters: west, east)',
  '12:13: a phase may not be called given: spec has a key of that name',
  '16:39: "catch" only looks; restart is an action',
  '17:69: "within" wants "expect" beside it',
  '18:57: the lab has no cluster "south" (clusters: west, east)',
]);

refused('variables', [
  '7:36: variable count: expected a number, got "many"',
  '8:41: variable patience: expected a duration such as 30s, got 30',
  '9:5: spec.variables: expected a name such as count or firstHost, got "2nd"',
  '10:18: spec.variables.kind.type: Invalid option: expected one of "string"|"number"|"duration", got "text"',
  '12:12: spec.variables.empty.default: missing, expected string or number',
  `17:17: unknown variable \${var.wrod}, did you mean var.word? (there are: namespace, meshId, root, istioVersion, ${VARIABLES.join(', ')}, var.count, var.patience, var.2nd, var.kind, var.word, var.empty)`,
  '17:66: spec.phases.0.steps.0.call.count: expected number, got "a"',
]);

refused('meaning', [
  '11:20: "share" cannot judge endpoints; what can: endpoint, count',
  "12:64: no file nowhere.yaml in the lab's folder; one beside the scenario begins with ./",
  `14:17: unknown variable \${west.ingres}, did you mean west.ingress? (there are: namespace, meshId, root, istioVersion, ${VARIABLES.join(', ')})`,
  '14:24: the lab\'s client container is "mypc", not "mypcc"',
]);

test('every invalid fixture has its messages pinned here', (t) => {
  const files = readdirSync(projectFile('test/fixtures/scenarios'));
  t.deepEqual(files.filter((file) => file.startsWith('invalid-')).sort(), [...tested].sort());
});

test('a file that is no YAML is refused where it breaks', (t) => {
  const {problems} = parseScenario('bad.yaml', 'kind: Scenario\nspec: {a: 1\n', SURROUNDINGS);
  t.is(problems.length, 1);
  t.is(problems[0]?.line, 3);
});

test('every key of a scenario is read, each step with the kind of thing that it is', (t) => {
  const scenario = scenarioOf(scenarioFixture('valid-whole.yaml'));
  t.is(scenario.id, 'probe/whole');
  t.deepEqual(scenario.after, ['first']);
  t.deepEqual(scenario.needs, {
    clusters: ['west', 'east'],
    apps: [{cluster: 'west', deployment: 'webapp'}],
  });
  t.deepEqual(scenario.requires, ['istio-proxy']);
  const keys = scenario.phases.map(({steps}) => steps.map(({key}) => key).join(' '));
  t.deepEqual(keys, [
    'apply delete delete setEnv restart restart putBack registerCluster scale patch label call',
    'call endpoints clusters object exec proxyStatus exec exec proxyStatus certificates secret objects canI addresses hostCall configDumps',
  ]);
  const waits = scenario.phases[1]?.steps.map((step) => (step.kind === 'probe' ? step.withinMs : -1));
  t.deepEqual(waits, [1500, 0, 0, 0, 0, 120_000, 0, 0, ...Array<number>(8).fill(0)]);
  const holds = scenario.phases[1]?.steps.slice(6, 8).map((step) => step.kind === 'probe' && step);
  t.like(holds, [{consistentlyMs: 5000}, {neverMs: 5000}]);
  t.deepEqual(scenario.labels, {row: 'S2-101'});
  t.is(scenario.istio, '>=1.17 <2');
  t.like(scenario.given, [{key: 'wait'}, {key: 'exec', withinMs: 3000, converges: 3}]);
  t.like(scenario.catch, [{key: 'proxyStatus', expect: []}]);
  const [call] = scenario.phases[1]?.steps ?? [];
  t.like(call, {value: {count: 20}});
  t.deepEqual(call?.kind === 'probe' ? call.expect[1]?.value : undefined, {200: '>= 0.9'});
  t.is(scenario.finally.length, 1);
});
