import test from 'ava';
import type {Explanation} from '../../../src/findings/index.js';
import type {RunEvent} from '../../../src/scenario/result.js';
import {runScenarios} from '../../../src/scenario/run.js';
import {fakeWorld, rolledOut, type Diary} from '../../fakes/world.js';
import {scenarioOf} from '../../helpers/scenarios.js';
import {HEAD} from '../../helpers/scripted-run.js';

export const EXPLANATION: Explanation = {
  format: 1,
  lab: 'ch12',
  at: '2026-01-01T00:00:00.000Z',
  seconds: 2,
  verdict: 'fault',
  finding: {
    code: 'istiod-down',
    check: 'control-plane',
    title: 'istiod does not run',
    cause: 'istiod of west has no ready pod.',
    remedy: ['eastwest up'],
    page: 'docs/findings/istiod-down.md',
  },
  checks: [
    {
      id: 'control-plane',
      title: 'Control plane',
      state: 'fault',
      looked: 'istiod',
      evidence: [{of: 'west', seen: 'istiod is scaled to 0'}],
      seconds: 2,
    },
  ],
  measured: {supply: 'source', proxy: {kind: 'stock-envoy', version: '1.30.0'}},
};

const TEXT = `${HEAD}
  phases:
    - name: change
      steps:
        - {explain: a, scale: {cluster: west, deployment: webapp, replicas: 3}}
        - {explain: e, exec: {from: mypc, command: [say]}, expect: [output: {equals: good}]}
`;

async function run(says: string, explain: () => Promise<Explanation>) {
  const diary: Diary = [];
  const events: RunEvent[] = [];
  const world = fakeWorld(diary, {
    west: [rolledOut('webapp')],
    exec: () => Promise.resolve({exitCode: 0, stdout: says, stderr: ''}),
  });
  const [result] = await runScenarios([scenarioOf(TEXT)], world, {
    signal: new AbortController().signal,
    emit: (event) => void events.push(event),
    explain: () => {
      diary.push('explain');
      return explain();
    },
  });
  return {diary, events, result};
}

test('a scenario that fails is explained while what it changed is still there', async (t) => {
  const {diary, events, result} = await run('bad', () => Promise.resolve(EXPLANATION));
  t.is(result?.verdict, 'failed');
  t.deepEqual(result?.explained, EXPLANATION);
  const marks = diary.filter((line) => line === 'explain' || line.includes('patch Deployment'));
  t.deepEqual(
    marks.map((line) => (line === 'explain' ? line : 'patch')),
    ['patch', 'explain', 'patch'],
  );
  const told = events.flatMap((event) => (event.type === 'explained' ? [event] : []));
  t.deepEqual(
    told.map(({scenario, explanation}) => [scenario, explanation.finding?.code]),
    [['test/probe', 'istiod-down']],
  );
});

test('one that passes is not', async (t) => {
  const {diary, result} = await run('good', () => Promise.resolve(EXPLANATION));
  t.is(result?.verdict, 'passed');
  t.false(diary.includes('explain'));
  t.false('explained' in (result ?? {}));
});

test('that explaining fails changes no verdict and leaves nothing behind', async (t) => {
  const {events, result} = await run('bad', () => Promise.reject(new Error('a mistake')));
  t.is(result?.verdict, 'failed');
  t.deepEqual(result?.leftBehind, []);
  t.true(JSON.stringify(events).includes('the cause could not be looked for: a mistake'));
});
