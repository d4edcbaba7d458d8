import test from 'ava';
import {runScenarios} from '../../../src/scenario/run.js';
import {fakeWorld, rolledOut, type Diary} from '../../fakes/world.js';
import {scenarioOf} from '../../helpers/scenarios.js';
import {BODY, HEAD, MEASURE, run, UNDO_SCALE} from '../../helpers/scripted-run.js';

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
