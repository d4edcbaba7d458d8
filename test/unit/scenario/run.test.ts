import test from 'ava';
import type {RunEvent, ScenarioResult} from '../../../src/scenario/result.js';
import {runScenarios} from '../../../src/scenario/run.js';
import {fakeWorld, rolledOut, type Diary} from '../../fakes/world.js';
import {scenarioOf} from '../../helpers/scenarios.js';

const HEAD = `
apiVersion: eastwest/v1
kind: Scenario
metadata: {name: probe, pack: test, title: It runs}
spec:
  needs: {clusters: [west], apps: [west/webapp]}
`;

const BODY = `
  phases:
    - name: change
      steps:
        - {explain: a, scale: {cluster: west, deployment: webapp, replicas: 3}}
        - {explain: b, setEnv: {cluster: west, deployment: webapp, env: {ERROR_RATE: '1'}}}
        - {explain: c, setEnv: {cluster: west, deployment: webapp, env: {ERROR_RATE: '0.5'}}}
        - {explain: d, exec: {from: mypc, command: [first]}, expect: [output: {}]}
    - name: measure
      steps:
        - {explain: e, exec: {from: mypc, command: [say]}, within: 2s, expect: [output: {equals: good}]}
  finally:
    - {explain: f, exec: {from: mypc, command: [last]}, expect: [output: {}]}
`;

const UNDO_ENV =
  'west: patch Deployment webapp {"spec":{"template":{"spec":{"containers":[{"name":"main","env":[{"name":"ERROR_RATE","value":"0","valueFrom":null}]}]}}}}';
const UNDO_SCALE = 'west: patch Deployment webapp {"spec":{"replicas":1}}';

interface Course {
  readonly results: readonly ScenarioResult[];
  readonly diary: Diary;
  readonly commands: readonly string[];
  readonly events: readonly RunEvent[];
}

/** Runs a scenario on fakes; `says` is what each command prints, in turn, the last one for ever. */
async function run(text: string, says: readonly string[], abortAt?: string): Promise<Course> {
  const diary: Diary = [];
  const commands: string[] = [];
  const events: RunEvent[] = [];
  const abort = new AbortController();
  const world = fakeWorld(diary, {
    west: [rolledOut('webapp', [{name: 'ERROR_RATE', value: '0'}])],
    exec: (_container, command) => {
      const stdout = says[Math.min(commands.length, says.length - 1)] ?? '';
      commands.push(command.join(' '));
      if (command[0] === abortAt) abort.abort();
      return Promise.resolve({exitCode: 0, stdout, stderr: ''});
    },
  });
  const emit = (event: RunEvent): void => void events.push(event);
  const results = await runScenarios([scenarioOf(text)], world, {signal: abort.signal, emit});
  return {results, diary, commands, events};
}

const changesOf = (diary: Diary): readonly string[] => diary.filter((line) => line.includes('Deployment'));

test('a scenario passes; what it changed is taken back in reverse order, each thing once, to what it was', async (t) => {
  const {results, diary, commands, events} = await run(HEAD + BODY, ['good']);
  const [result] = results;
  t.is(result?.verdict, 'passed', result?.evidence);
  t.is(result?.evidence, 'exit code 0, "good"');
  t.deepEqual(changesOf(diary).slice(-2), [UNDO_ENV, UNDO_SCALE]);
  t.is(changesOf(diary).length, 5);
  t.deepEqual(commands, ['first', 'say', 'last']);
  t.is(diary.at(-1), 'west: remove Secret eastwest-scenario');
  t.is(diary[0], 'west: apply Secret eastwest-scenario');
  const states = events.flatMap((event) => (event.type === 'scenario' ? [event.state] : []));
  t.deepEqual(states, ['begun', 'passed']);
});

test('an expectation is looked at again until it holds', async (t) => {
  const {results, commands} = await run(HEAD + BODY, ['', 'bad', 'bad', 'good']);
  t.is(results[0]?.verdict, 'passed');
  t.deepEqual(commands, ['first', 'say', 'say', 'say', 'last']);
});

test('a failed step ends the phases, says what was seen and wanted, and everything is still taken back', async (t) => {
  const {results, diary, commands} = await run(HEAD + BODY, ['bad']);
  const [result] = results;
  t.is(result?.verdict, 'failed');
  t.is(result?.evidence, 'mypc: say: exit code 0, "bad" (after 2 s), wanted exit code 0, "good"');
  t.deepEqual(changesOf(diary).slice(-2), [UNDO_ENV, UNDO_SCALE]);
  t.is(commands.at(-1), 'last');
});

test('after an interruption everything is still taken back, and finally runs', async (t) => {
  const {results, diary, commands} = await run(HEAD + BODY, ['bad'], 'say');
  t.is(results[0]?.verdict, 'interrupted');
  t.deepEqual(changesOf(diary).slice(-2), [UNDO_ENV, UNDO_SCALE]);
  t.deepEqual(commands, ['first', 'say', 'last']);
});

test('a failure of finally fails a scenario that had passed, with what is left behind', async (t) => {
  const text = HEAD + BODY.replace(/output: {}](?=}\n$)/, 'output: {equals: clean}]');
  const {results} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'failed');
  t.regex(
    results[0]?.evidence ?? '',
    /left behind: mypc: last: exit code 0, "good", wanted exit code 0, "clean"/,
  );
  t.is(results[0]?.leftBehind.length, 1);
});

test('what finally changes is noted before it is changed, and taken back too', async (t) => {
  const text =
    HEAD + BODY.replace(/exec: [^\n]*\n$/, 'scale: {cluster: west, deployment: webapp, replicas: 5}}\n');
  const {results, diary} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'passed', results[0]?.evidence);
  const changed = diary.indexOf(UNDO_SCALE.replace('1}', '5}'));
  t.deepEqual(diary.slice(changed - 1), [
    'west: apply Secret eastwest-scenario',
    UNDO_SCALE.replace('1}', '5}'),
    UNDO_SCALE,
    'west: remove Secret eastwest-scenario',
  ]);
});

test('a need that is not met is a failure, and nothing is changed', async (t) => {
  const text = (HEAD + BODY).replace('west/webapp]', 'west/webapp, west/absent]');
  const {results, diary, commands} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'failed');
  t.deepEqual(commands, []);
  t.regex(results[0]?.evidence ?? '', /^not ready: waited 30 s for west\/absent .*no deployment absent/);
  t.deepEqual(diary, []);
});

test('a capability that the lab does not have skips the scenario, and says which', async (t) => {
  const text = HEAD + '  requires: [istio-proxy]' + BODY;
  const {results, diary, commands} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'skipped');
  t.is(results[0]?.evidence, 'requires istio-proxy');
  t.deepEqual([...diary, ...commands], []);
});

test('what a killed run has noted is taken back before anything else', async (t) => {
  const diary: Diary = [];
  const change = {spec: {replicas: 1}};
  const patch = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'webapp', namespace: 'istioinaction'},
  };
  const entry = {scenario: 'test/killed', undo: {cluster: 'west', patch, change, part: 'replicas'}};
  const journal = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'eastwest-scenario', namespace: 'istioinaction'},
    data: {'0001': Buffer.from(JSON.stringify(entry)).toString('base64')},
  };
  const world = fakeWorld(diary, {
    west: [rolledOut('webapp'), journal],
    exec: () => Promise.resolve({exitCode: 0, stdout: 'good', stderr: ''}),
  });
  const options = {signal: new AbortController().signal, emit: () => undefined};
  const [result] = await runScenarios([scenarioOf(HEAD + BODY)], world, options);
  t.is(result?.verdict, 'passed');
  t.deepEqual(diary.slice(0, 2), [UNDO_SCALE, 'west: remove Secret eastwest-scenario']);
});

test('scenarios after an interruption are not begun', async (t) => {
  const scenarios = [scenarioOf(HEAD + BODY)];
  const options = {signal: AbortSignal.abort(), emit: () => undefined};
  const [result] = await runScenarios(scenarios, fakeWorld([]), options);
  t.is(result?.verdict, 'interrupted');
  t.is(result?.evidence, 'not begun');
});

const MEASURE = `
    - name: measure
      steps:
        - {explain: e, exec: {from: mypc, command: [say]}, expect: [output: {equals: good}]}
`;
const GIVEN = `
  given:
    - {explain: g, scale: {cluster: west, deployment: webapp, replicas: 0}}
    - {explain: h, exec: {from: mypc, command: [ready]}, expect: [output: {equals: good}]}
  catch:
    - {explain: i, exec: {from: mypc, command: [why]}}
  phases:
${MEASURE}`;

test('given comes before the phases and is taken back like every other change', async (t) => {
  const {results, diary, commands, events} = await run(HEAD + GIVEN, ['good']);
  t.is(results[0]?.verdict, 'passed', results[0]?.evidence);
  t.deepEqual(commands, ['ready', 'say'], 'catch is for failures');
  t.deepEqual(changesOf(diary), [UNDO_SCALE.replace('1}', '0}'), UNDO_SCALE]);
  const phases = events.flatMap((event) => (event.type === 'phase' ? [event.phase] : []));
  t.deepEqual(phases, ['given', 'measure']);
});

test('where given fails the scenario is not ready, and still it is taken back and looked into', async (t) => {
  const {results, diary, commands} = await run(HEAD + GIVEN, ['bad']);
  t.is(results[0]?.verdict, 'failed');
  t.is(
    results[0]?.evidence,
    'not ready: mypc: ready: exit code 0, "bad", wanted exit code 0, "good"; mypc: why: exit code 0, "bad"',
  );
  t.deepEqual(commands, ['ready', 'why']);
  t.is(changesOf(diary).at(-1), UNDO_SCALE);
});

test('catch looks when a phase has failed, before anything is taken back', async (t) => {
  const {results, events} = await run(HEAD + GIVEN, ['good', 'bad', 'the reason']);
  t.regex(results[0]?.evidence ?? '', /^mypc: say: .*; mypc: why: exit code 0, "the reason"$/);
  const steps = results[0]?.steps.map(({phase, ok}) => `${phase} ${ok}`);
  t.deepEqual(steps, ['given true', 'given true', 'measure false', 'catch true']);
  const told = events.flatMap((event) => (event.type === 'scenarioStep' ? [event.phase] : []));
  t.is(told.lastIndexOf('catch') < told.indexOf('finally'), true);
});

test('wait lets the time go by that it says', async (t) => {
  const text = `${HEAD}  phases:${MEASURE.replace('steps:', 'steps:\n        - {explain: w, wait: {for: 5s}}')}`;
  const {results} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'passed');
  t.is(results[0]?.steps[0]?.evidence, '5s went by');
  t.is(results[0]?.steps[0]?.seconds, 5);
});

test('what is left behind in a cluster fails a scenario that had passed, by its name', async (t) => {
  const text = `${HEAD}  phases:${MEASURE}`;
  const west = [rolledOut('webapp')];
  const world = fakeWorld([], {
    west,
    exec: async () => {
      await world.kube('west').apply([{...rolledOut('stray'), kind: 'Service', apiVersion: 'v1'}]);
      return {exitCode: 0, stdout: 'good', stderr: ''};
    },
  });
  const options = {signal: new AbortController().signal, emit: () => undefined};
  const [result] = await runScenarios([scenarioOf(text)], world, options);
  t.is(result?.verdict, 'failed');
  t.deepEqual(result?.leftBehind, ['west: Service istioinaction/stray is still there']);
});

for (const [requires, evidence] of [
  ['istio: ">=1.18"', 'requires Istio >=1.18, this lab has 1.17.5'],
  ['requires: [prometheus]', 'requires prometheus'],
  ['requires: [jaeger, istio-proxy]', 'requires jaeger, istio-proxy'],
] as const) {
  test(`${requires} skips the scenario in this lab, and nothing is touched`, async (t) => {
    const {results, diary, commands} = await run(`${HEAD}  ${requires}\n  phases:${MEASURE}`, ['good']);
    t.is(results[0]?.verdict, 'skipped');
    t.is(results[0]?.evidence, evidence);
    t.deepEqual([...diary, ...commands], []);
  });
}

test('a range that holds this Istio does not skip', async (t) => {
  const {results} = await run(`${HEAD}  istio: ">=1.17 <1.19"\n  phases:${MEASURE}`, ['good']);
  t.is(results[0]?.verdict, 'passed');
});

test('the events of a step have its commands, what was measured and how each expectation was judged', async (t) => {
  const {events} = await run(HEAD + BODY, ['good']);
  const steps = events.flatMap((event) => (event.type === 'scenarioStep' ? [event] : []));
  const ended = steps.filter(({state}) => state === 'passed');
  t.deepEqual(
    ended.map(({kind}) => kind),
    ['action', 'action', 'action', 'probe', 'probe', 'probe'],
  );
  t.deepEqual(ended[4]?.commands, ['docker exec mypc say']);
  t.is(ended[4]?.evidence, 'exit code 0, "good"');
  const undone = steps.filter(({kind, state}) => kind === 'undo' && state === 'running');
  t.is(undone.length, 2, 'a wait of what is taken back is not told as another thing');
  const measured = events.flatMap((event) => (event.type === 'measured' ? [event] : []));
  t.deepEqual(measured[1]?.judged, [
    {
      key: 'output',
      value: {equals: 'good'},
      ok: true,
      evidence: 'exit code 0, "good"',
      wanted: 'exit code 0, "good"',
    },
  ]);
});

test('of calls each sample is told, those that did not hold as superseded', async (t) => {
  const call = (status: number) =>
    JSON.stringify({at: 1, status, ms: 1, body: '', headers: {}, reused: false});
  const text = `${HEAD}
  phases:
    - name: calls
      steps:
        - {explain: e, call: {from: mypc, url: 'http://x', count: 1}, within: 5s, expect: [status: {'200': 1 of 1}]}
`;
  const {results, events} = await run(text, [call(500), call(503), call(200)]);
  t.is(results[0]?.verdict, 'passed', results[0]?.evidence);
  const told = events.flatMap((event) => {
    if (event.type !== 'measured' || event.measured.kind !== 'calls') return [];
    return [[event.measured.calls[0]?.status, event.superseded ?? false, event.judged[0]?.ok]];
  });
  t.deepEqual(told, [
    [500, true, false],
    [503, true, false],
    [200, false, true],
  ]);
});

test('a scenario that was not begun has an event too: the events are enough for every report', async (t) => {
  const events: RunEvent[] = [];
  const emit = (event: RunEvent): void => void events.push(event);
  await runScenarios([scenarioOf(HEAD + BODY)], fakeWorld([]), {signal: AbortSignal.abort(), emit});
  t.deepEqual(
    events.map((event) => (event.type === 'scenario' ? [event.state, event.evidence] : event.type)),
    [['interrupted', 'not begun']],
  );
});
