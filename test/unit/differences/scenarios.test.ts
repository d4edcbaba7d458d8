import test from 'ava';
import {compare} from '../../../src/differences/index.js';
import type {MeasuredCalls, ScenarioFigures} from '../../../src/differences/state.js';
import {figuresOf} from '../../../src/differences/take/figures.js';
import type {RunStory} from '../../../src/report/index.js';
import {meshState} from '../../helpers/mesh-state.js';

const calls = (answers: Readonly<Record<string, number>>, p50Ms = 5): MeasuredCalls => ({
  name: 'after: from west',
  calls: Object.values(answers).reduce((sum, count) => sum + count, 0),
  answers,
  p50Ms,
  p99Ms: p50Ms * 3,
});

const figures = (
  measured: MeasuredCalls,
  verdict: ScenarioFigures['verdict'] = 'passed',
): ScenarioFigures => ({
  id: 'ch12/locality',
  title: 'Near first',
  verdict,
  evidence: '',
  measured: [measured],
});

const found = (one: ScenarioFigures, other: ScenarioFigures) =>
  compare(meshState({scenarios: [one]}), meshState({scenarios: [other]})).map(
    ({path, before, after, alarm, known}) => ({path, before, after, alarm, known}),
  );

test('shares that chance moves are no difference, others are, with both counts', (t) => {
  t.deepEqual(found(figures(calls({WEST: 23, EAST: 17})), figures(calls({WEST: 17, EAST: 23}))), []);
  t.deepEqual(found(figures(calls({WEST: 40})), figures(calls({WEST: 39, EAST: 1}))), []);
  t.deepEqual(found(figures(calls({WEST: 40})), figures(calls({WEST: 20, EAST: 20}))), [
    {
      path: 'after: from west: share of WEST',
      before: '40 of 40',
      after: '20 of 40',
      alarm: true,
      known: undefined,
    },
    {
      path: 'after: from west: share of EAST',
      before: '0 of 40',
      after: '20 of 40',
      alarm: true,
      known: undefined,
    },
  ]);
});

test('answers of which each is another say nothing of shares', (t) => {
  const each = (word: string) =>
    calls(Object.fromEntries(Array.from({length: 40}, (_, index) => [`${word} ${index}`, 1])));
  t.deepEqual(found(figures(each('a')), figures(each('b'))), []);
});

test('a median that a busy machine explains is no difference, a larger one is listed and no alarm', (t) => {
  const at = (ms: number, count = 40) => figures(calls({WEST: count}, ms));
  t.deepEqual(found(at(4), at(30)), []);
  t.deepEqual(found(at(100), at(190)), []);
  t.deepEqual(found(at(10, 5), at(900, 5)), [], 'a handful of calls');
  t.deepEqual(found(at(10), at(900)), [
    {path: 'after: from west: median', before: '10 ms', after: '900 ms', alarm: false, known: undefined},
  ]);
});

test('a verdict is compared before anything that was measured on the way to it', (t) => {
  const failed = {...figures(calls({EAST: 40}, 900), 'failed'), evidence: 'no answer from west'};
  t.deepEqual(found(figures(calls({WEST: 40})), failed), [
    {path: 'verdict', before: 'passed', after: 'failed: no answer from west', alarm: true, known: undefined},
  ]);
});

test('figures come from the measurements of a run: answers counted, pods without their lot, what was superseded left out', (t) => {
  const measurement = (answers: readonly string[], superseded = false) => ({
    title: 'from west',
    at: '2026-11-22T06:00:00Z',
    judged: [],
    superseded,
    measured: {
      kind: 'calls' as const,
      answers,
      calls: answers.map((_, index) => ({
        at: 0,
        status: 200,
        ms: index + 1,
        body: '',
        headers: {},
        reused: false,
        ...(index === 3 ? {error: 'reset'} : {}),
      })),
    },
  });
  const steps = [
    {
      phase: 'after',
      measurements: [
        measurement(['x'], true),
        measurement(['catalog-746bdc9d75-9n8h9', 'catalog-5f7b6d9c84-abcde', 'b', 'b']),
        measurement(['c']),
        {
          title: 'endpoints',
          at: '',
          judged: [],
          superseded: false,
          measured: {kind: 'endpoints', endpoints: []},
        },
      ],
    },
  ];
  const story = {
    results: [{id: 'ch12/a', title: 'A', verdict: 'passed', evidence: 'well', steps}],
  } as unknown as RunStory;
  t.deepEqual(figuresOf(story), [
    {
      id: 'ch12/a',
      title: 'A',
      verdict: 'passed',
      evidence: 'well',
      measured: [
        {name: 'after: from west', calls: 4, answers: {b: 2, 'catalog-<pod>': 2}, p50Ms: 2, p99Ms: 3},
        {name: 'after: from west (2)', calls: 1, answers: {c: 1}, p50Ms: 1, p99Ms: 1},
      ],
    },
  ]);
});
