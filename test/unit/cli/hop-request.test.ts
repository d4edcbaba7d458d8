import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {changedVerdicts} from '../../../src/cli/hop-parts.js';
import {hopOf, thresholdsFor} from '../../../src/cli/hop-request.js';
import {rowsText, verdictText} from '../../../src/cli/render/upgrade.js';
import {withIstio} from '../../../src/plan/istio.js';
import {chapterPlan, samplePlan} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const plan = chapterPlan();
const common = {lab: 'ch12/lab.yaml', supply: 'auto', json: false};

test('without more words a hop goes by revision, in the order of the lab, and stays', (t) => {
  t.deepEqual(hopOf({...common, to: '1.18.2'}, plan), {
    from: {version: '1.17.5'},
    to: {version: '1.18.2', revision: '1-18-2'},
    strategy: 'canary',
    order: ['west', 'east'],
    holdMs: 10_000,
    rollback: false,
  });
});

test('everything of it can be said', (t) => {
  const options = {...common, to: '1.16.5', strategy: 'in-place', order: 'east', hold: '2m', rollback: true};
  t.like(hopOf(options, plan), {
    to: {version: '1.16.5'},
    strategy: 'in-place',
    order: ['east', 'west'],
    holdMs: 120_000,
    rollback: true,
  });
  t.deepEqual(hopOf({...common, to: '1.18.2', order: 'south'}, samplePlan('three')).order, [
    'south',
    'west',
    'east',
  ]);
});

test('a hop begins at the mesh that is there, not at the one that the lab was made with', (t) => {
  const at = {version: '1.18.2', revision: '1-18-2'};
  const hopped = withIstio(withIstio(plan, 'west', at), 'east', at);
  t.like(hopOf({...common, to: '1.19.0'}, hopped), {from: at, to: {revision: '1-19-0'}});
});

const BAD: Readonly<Record<string, readonly [object, RegExp, RegExp?]>> = {
  'no version': [{}, /--to VERSION is missing/, /1\.16\.5, 1\.17\.5, 1\.18\.2/],
  'a strategy of its own': [{to: '1.18.2', strategy: 'blue-green'}, /expected canary or in-place/],
  'a cluster that is not there': [
    {to: '1.18.2', order: 'north,west'},
    /there is no cluster north; expected west,east/,
  ],
  'a time that is none': [{to: '1.18.2', hold: 'long'}, /expected a duration such as 30s/],
};

for (const [name, [more, message, hint]] of Object.entries(BAD)) {
  test(`${name} is refused`, (t) => {
    const error = t.throws(() => hopOf({...common, ...more}, plan), {instanceOf: EastwestError});
    t.is(error.exitCode, 2);
    t.regex(error.message, message);
    if (hint !== undefined) t.regex(error.hint ?? '', hint);
  });
}

test('clusters of different versions are no beginning', (t) => {
  const mixed = withIstio(plan, 'east', {version: '1.18.2'});
  const error = t.throws(() => hopOf({...common, to: '1.19.0'}, mixed), {instanceOf: EastwestError});
  t.is(error.code, 'UPGRADE-MIXED');
  t.regex(error.message, /west 1\.17\.5, east 1\.18\.2/);
});

test('thresholds come from flags and a file', async (t) => {
  const file = join(await tempFolder(t), 'thresholds.yaml');
  await writeFile(file, 'max-gap-ms: 400\nallow: [ejection]\n');
  t.deepEqual(thresholdsFor({...common, thresholds: file, maxFailed: '2'}), {
    maxFailed: 2,
    maxGapMs: 400,
    allow: ['ejection'],
  });
  for (const maxFailed of ['-1', 'few', '1.5'])
    t.throws(() => thresholdsFor({...common, maxFailed}), {message: /expected a whole number/});
  const missing = t.throws(() => thresholdsFor({...common, thresholds: `${file}.gone`}), {
    instanceOf: EastwestError,
  });
  t.is(missing.exitCode, 2);
});

test('a scenario with another verdict than before is a change; one that failed before too is none', (t) => {
  const taken = new Map([
    [
      'before',
      new Map([
        ['p/a', 'passed'],
        ['p/b', 'failed'],
        ['p/c', 'passed'],
      ] as const),
    ],
    [
      'mixed',
      new Map([
        ['p/a', 'passed'],
        ['p/b', 'failed'],
        ['p/c', 'failed'],
      ] as const),
    ],
    [
      'after',
      new Map([
        ['p/a', 'skipped'],
        ['p/b', 'failed'],
        ['p/c', 'passed'],
      ] as const),
    ],
  ] as const);
  t.deepEqual(changedVerdicts(taken), [
    {name: 'scenario p/c', known: false, text: 'p/c passed before, failed mixed'},
    {name: 'scenario p/a', known: false, text: 'p/a passed before, skipped after'},
  ]);
  t.deepEqual(
    changedVerdicts(new Map()),
    [],
    'of a hop that was gone on with nobody knows how it was before',
  );
});

const hop = hopOf({...common, to: '1.18.2'}, plan);
const good = {
  good: true,
  reasons: [],
  figures: {calls: 1},
  changes: [],
  allowed: [],
  rows: [],
  now: 'at the target',
} as const;

test('the verdict says where the mesh is, why it is bad, and what can be done', (t) => {
  t.is(verdictText(hop, good), 'good: the mesh is at Istio 1.18.2, revision 1-18-2, from 1.17.5');
  const bad = {
    ...good,
    good: false,
    reasons: [{code: 'UPGRADE-CALLS', text: '3 of 9 calls failed'}],
  } as const;
  t.is(
    verdictText(hop, bad),
    [
      'REGRESSION: the mesh is at Istio 1.18.2, revision 1-18-2, from 1.17.5',
      '  UPGRADE-CALLS: 3 of 9 calls failed',
      '`eastwest upgrade` takes it as it is, `eastwest upgrade --rollback` goes back',
    ].join('\n'),
  );
  t.regex(
    verdictText(hop, {...bad, now: 'back'}),
    /^REGRESSION: the mesh is back at Istio 1\.17\.5, from 1\.18\.2\n {2}UPGRADE-CALLS: [^\n]*$/,
  );
  t.regex(verdictText(hop, {...good, figures: null}), /nobody called/);
});

test("what only Istio's own Envoy shows is told with stock Envoy", (t) => {
  const row = {
    code: 'UPGRADE-EJECTION',
    what: 'w',
    level: 'warning',
    seen: 's',
    remedy: 'r',
    envoyBound: true,
  } as const;
  t.regex(
    rowsText([row], 'stock-envoy'),
    /warning {2}UPGRADE-EJECTION {2}w: s\n.*remedy: r\n.*not observable with stock Envoy$/,
  );
  t.notRegex(rowsText([row], 'istio-proxy'), /not observable/);
  t.notRegex(rowsText([{...row, level: 'ok'}], 'stock-envoy'), /not observable/);
});
