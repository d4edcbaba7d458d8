import test from 'ava';
import {cellSummary, matrixHeadline, matrixOf} from '../../../../src/report/hops/matrix.js';
import {phaseRows, matrixRows} from '../../../../src/report/hops/rows.js';
import {hopHeadline, isJudged, summaryOf} from '../../../../src/report/hops/summary.js';
import {
  changesText,
  failedText,
  reasonTexts,
  recordWords,
  scenariosText,
} from '../../../../src/report/hops/words.js';
import {isJudged as judgedByHop, statePhase} from '../../../../src/upgrade/index.js';
import {
  cellOf,
  cellRecord,
  change,
  figuresOf,
  GRAVE,
  HARMLESS,
  hopRecord,
  NAMES,
} from '../../../helpers/hop-records.js';

test('calls are counted over the judged phases of all flows, and the worst of each is told', (t) => {
  const figures = figuresOf(
    {west: {failed: 2, kinds: {TIMEOUT: 2}, longestGapMs: 900, p50Ms: 11}, 'state mixed': {failed: 50}},
    {mixed: {failed: 1, kinds: {RESET: 1}, p99Ms: 70}},
  );
  const {calls, mixed} = summaryOf(hopRecord({figures}));
  // Five judged phases of two flows; what calls do while packs change the lab does not count.
  t.deepEqual(calls, {
    ...{calls: 1000, failed: 3, kinds: {TIMEOUT: 2, RESET: 1}, longestGapMs: 900, p50Ms: 11, p99Ms: 70},
  });
  t.deepEqual(mixed, {calls: 200, failed: 1, kinds: {RESET: 1}, longestGapMs: 150, p50Ms: 8, p99Ms: 70});
});

test('where nobody called, or nothing was ever mixed, nothing is said of it', (t) => {
  const silent = summaryOf(hopRecord({figures: null}));
  t.false('calls' in silent || 'mixed' in silent);
  t.is(failedText(silent.calls), '–');
  t.false('mixed' in summaryOf(hopRecord({figures: figuresOf({}, {}, ['before', 'west', 'after'])})));
  const unanswered = figuresOf({}, {}, ['west']);
  const none = {...unanswered, flows: unanswered.flows.map((flow) => ({...flow, phases: {}}))};
  t.deepEqual(summaryOf(hopRecord({figures: none})).calls, {calls: 0, failed: 0, kinds: {}, longestGapMs: 0});
});

test('changes are told each once: known ones by names, unknown ones, and verdicts of scenarios by themselves', (t) => {
  const changes = [
    HARMLESS,
    GRAVE,
    {...GRAVE, alarm: false, states: ['mixed'], text: 'another place'},
    change('startup-probe', 'a probe', {known: true, alarm: false}),
    change('clusters connect_timeout', 'unknown: connect_timeout is 10s'),
    change('scenario ch12/failover', 'scenario ch12/failover: passed, then failed', {
      states: ['mixed', 'after'],
    }),
    change('scenario ch12/mtls', 'scenario ch12/mtls: passed, then failed', {alarm: false}),
    change('figures of ch12/locality', 'figures of ch12/locality: median was 4 ms, is 400 ms', {
      alarm: false,
    }),
  ];
  const scenarios = ['ch12/failover', 'ch12/locality', 'ch12/mtls'];
  const allowed = ['startup-probe'];
  const summary = summaryOf(
    hopRecord({
      verdict: {changes, allowed},
      differences: {alarms: 2, notObservable: [], unseen: [], scenarios},
    }),
  );
  t.deepEqual(summary.known, [
    {name: 'more-metrics', alarm: false, allowed: false, states: ['mixed', 'after']},
    {name: 'startup-probe', alarm: false, allowed: true, states: ['after']},
    {name: 'tls-on-gateway', alarm: true, allowed: false, states: ['after', 'mixed']},
  ]);
  t.deepEqual(summary.unknown, ['after: connect_timeout is 10s']);
  t.deepEqual(summary.verdicts, [
    'mixed, after: ch12/failover: passed, then failed',
    'after: ch12/mtls: passed, then failed',
  ]);
  t.deepEqual(summary.figures, ['after: ch12/locality: median was 4 ms, is 400 ms']);
  t.deepEqual(summary.scenarios, {compared: 3, otherwise: 2, failedBefore: 0});
  t.is(scenariosText(summary), '2 of 3 otherwise');
  const scenariosOf = (otherwise: number, failedBefore: number): string =>
    scenariosText({scenarios: {compared: 3, otherwise, failedBefore}});
  t.is(scenariosOf(0, 0), '3 as before');
  t.is(scenariosOf(0, 1), '3 as before (1 failed before)');
  t.is(scenariosText(summaryOf(hopRecord())), '–', 'none was run');
  t.is(changesText(summary), '3 known (1 not allowed), 1 unknown, 2 scenario verdicts, 1 scenario figure');
  t.is(changesText({known: [], unknown: [], verdicts: [], figures: []}), 'none');
});

test('the phases that are not judged are called as the hop calls them', (t) => {
  for (const state of ['before', 'mixed', 'after', 'rolled-back'] as const) {
    t.false(isJudged(statePhase(state)));
    t.true(isJudged(state));
    t.is(isJudged(statePhase(state)), judgedByHop(statePhase(state)));
  }
});

test('a phase in which a state is taken is told and not judged', (t) => {
  const figures = {...figuresOf({west: {failed: 2, kinds: {TIMEOUT: 2}}}), others: {west: 0.312}};
  const rows = phaseRows(hopRecord({figures}));
  t.deepEqual(
    rows.filter(({judged}) => !judged).map(({phase}) => phase),
    ['state before', 'state mixed', 'state after'],
  );
  t.deepEqual(rows.find(({phase}) => phase === 'west')?.cells, [
    ...['west', '200', '2', '150 ms', '8.0 ms', '40 ms', '31 %', '2 x TIMEOUT'],
  ]);
});

const CELLS = [
  cellOf('1.17.5', '1.18.2', 'in-place', 'west'),
  cellOf('1.18.2', '1.17.5', 'canary', 'east'),
  cellOf('1.17.5', '1.18.2', 'canary', 'west'),
  cellOf('1.18.2', '1.17.5', 'in-place', 'east'),
];
const [GOOD, BAD, BROKEN] = CELLS as [(typeof CELLS)[0], (typeof CELLS)[0], (typeof CELLS)[0]];
const lost = hopRecord({
  verdict: {
    good: false,
    reasons: [{code: 'UPGRADE-CALLS', text: '3 of 1000 calls failed'}],
    changes: [HARMLESS],
  },
});
const REPORT = {
  ...{lab: 'upgrade', supply: 'source', cells: CELLS, ...NAMES},
  records: [
    cellRecord(BAD, {hop: lost, startedAt: '2026-01-01T09:00:00.000Z', labMade: {why: 'none', seconds: 300}}),
    cellRecord(GOOD, {hop: hopRecord()}),
    cellRecord(BROKEN, {reasons: [{code: 'STEP-FAILED', text: 'istiod did not come up'}]}),
  ],
};

test('a matrix has every cell in its order, ran or not, what was measured, and what the names mean', (t) => {
  const matrix = matrixOf(REPORT);
  t.deepEqual(
    matrix.cells.map(({id, ran, labSeconds}) => [id, ran?.outcome, labSeconds]),
    [
      ['1.17.5-1.18.2-in-place-west', 'good', undefined],
      ['1.18.2-1.17.5-canary-east', 'regression', 300],
      ['1.17.5-1.18.2-canary-west', 'broken', undefined],
      ['1.18.2-1.17.5-in-place-east', undefined, undefined],
    ],
  );
  t.like(matrix, {proxy: {kind: 'stock-envoy'}, startedAt: '2026-01-01T09:00:00.000Z'});
  // Seen on the way back: the step is the same.
  const steps = [{earlier: '1.17.5', later: '1.18.2', forward: false, back: true}];
  t.deepEqual(matrix.changes, [
    {name: 'more-metrics', sense: 'Proxies tell of more figures.', behaviour: false, allowed: false, steps},
  ]);
  t.deepEqual(matrix.unobserved, []);
  t.is(matrixHeadline(matrix), '1 of 4 hops good, 1 regression, 1 broken, 1 not run');
  t.false('proxy' in matrixOf({...REPORT, records: []}));
});

test('a cell whose hop came to no verdict has a reason and no figures', (t) => {
  const [, , broken] = matrixRows(matrixOf(REPORT)).rows;
  t.deepEqual(broken, ['1.17.5 → 1.18.2', 'canary', 'west', 'broken', '–', '–', '–', '–', '4.0 s']);
  t.is(cellSummary(REPORT.records[2] ?? REPORT.records[0] ?? t.fail()).reasons[0]?.code, 'STEP-FAILED');
});

test('a hop that only could not be measured is no regression; with anything else it is one', (t) => {
  const late = {code: 'UPGRADE-UNMEASURED', text: 'the caller was late'};
  const of = (...reasons: readonly (typeof late)[]): string =>
    summaryOf(hopRecord({verdict: {good: false, reasons: [...reasons]}})).outcome;
  t.is(of(late, late), 'unmeasured');
  t.is(of(late, {code: 'UPGRADE-CHANGED', text: 'x'}), 'regression');
  t.is(of(), 'regression');
  const record = hopRecord({verdict: {good: false, reasons: [late]}});
  t.is(hopHeadline(record), 'Unmeasured: 1.17.5 → 1.18.2, canary, west first');
});

test('of very many reasons the first are told, and how many there are', (t) => {
  const reasons = Array.from({length: 15}, (_, place) => ({
    code: 'UPGRADE-CHANGED',
    text: `change ${place}`,
  }));
  const texts = reasonTexts(reasons);
  t.is(texts.length, 13);
  t.is(texts[11], 'UPGRADE-CHANGED: change 11');
  t.is(texts[12], 'and 3 more');
  t.is(reasonTexts(reasons.slice(0, 12)).length, 12);
});

test('a hop is called by versions, way and who goes first', (t) => {
  t.is(recordWords(hopRecord()), '1.17.5 → 1.18.2, canary, west first');
  t.is(
    recordWords(hopRecord({hop: {strategy: 'in-place', order: ['east', 'west']}})),
    '1.17.5 → 1.18.2, in place, east first',
  );
});
