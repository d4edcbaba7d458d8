import {readdirSync} from 'node:fs';
import test from 'ava';
import {problemText} from '../../../src/base/yaml.js';
import {parseScenario} from '../../../src/scenario/parse.js';
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

const STEP_KEYS =
  'apply, delete, setEnv, restart, scale, patch, label, call, endpoints, clusters, object, exec, proxyStatus';
const CLUSTERS = '(clusters: west, east)';
const VARIABLES = ['west', 'east'].flatMap((cluster) =>
  ['ingress', 'eastWestGateway', 'region', 'zone', 'network'].map((fact) => `${cluster}.${fact}`),
);

refused('empty', ['1:1: the file is empty']);

refused('two', ['8:1: a file has one scenario, here begins a second']);

refused('unknown-keys', [
  '9:11: spec.phases.0.steps.0.explain: missing, expected string or object',
  `9:11: unknown key explian, did you mean explain?; allowed here: explain, ${STEP_KEYS}, expect, within`,
  '10:17: spec.phases.0.steps.0.call.count: missing, expected number',
  '10:54: unknown key cuont, did you mean count?; allowed here: from, gateway, host, path, url, headers, count, intervalMs, rate, keepAlive, timeoutMs, by',
  '12:15: unknown key shares, did you mean share?; allowed here: share, answeredBy, status, body, endpoint, count, names, exists, match, output, synced',
]);

refused('values', [
  '7:13: spec.phases.0.name: expected a name in small letters, digits and hyphens, got "One"',
  '9:20: spec.phases.0.steps.0.explain: expected a text that is not empty, got ""',
  '10:17: spec.phases.0.steps.0.call: wants one of gateway, url, got {"from":5,"gateway":"west","host":"h","url":"http://x","c...',
  '10:24: spec.phases.0.steps.0.call.from: expected string or object, got 5',
  '10:73: spec.phases.0.steps.0.call.count: expected number, got "many"',
  '11:19: spec.phases.0.steps.0.within: expected a duration such as 30s, got "soon"',
  '13:26: spec.phases.0.steps.0.expect.0.share.x: expected a share such as ">= 0.9", or a count such as "20 of 20", got "20"',
  '14:15: "endpoint" cannot judge call; what can: share, answeredBy, status, body',
  '14:35: spec.phases.0.steps.0.expect.1.endpoint.outlier: Invalid option: expected one of "OK"|"FAILED", got "BAD"',
]);

refused('no-expectation', [
  '7:13: an action without an expectation: this phase judges nothing',
  '12:24: a probe without an expectation: call wants "expect" beside it',
]);

refused('cluster', [
  `5:28: the lab has no cluster "mars" ${CLUSTERS}`,
  `5:42: the lab has no cluster "venus" ${CLUSTERS}`,
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

refused('meaning', [
  '11:20: "share" cannot judge endpoints; what can: endpoint, count',
  "12:64: no file nowhere.yaml in the lab's folder",
  `14:17: unknown variable \${west.ingres}, did you mean west.ingress? (there are: namespace, ${VARIABLES.join(', ')})`,
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
    'apply delete delete setEnv restart scale patch label call',
    'call endpoints clusters object exec proxyStatus',
  ]);
  const waits = scenario.phases[1]?.steps.map((step) => (step.kind === 'probe' ? step.withinMs : -1));
  t.deepEqual(waits, [1500, 0, 0, 0, 0, 120_000]);
  t.is(scenario.finally.length, 1);
});
