import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {checkUsage, hopOf, rateOf, thresholdsFor} from '../../../src/cli/hop-request.js';
import {rowsText, verdictText} from '../../../src/cli/render/upgrade.js';
import {withIstio} from '../../../src/plan/istio.js';
import {chapterPlan, samplePlan} from '../../helpers/chapter.js';
import {figures} from '../../helpers/hops.js';
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
  await writeFile(file, 'max-gap-ms: 400\nallow: [startup-probe]\n');
  t.deepEqual(thresholdsFor({...common, thresholds: file, maxFailed: '2'}), {
    maxFailed: 2,
    maxGapMs: 400,
    allow: ['startup-probe'],
  });
  const unknown = t.throws(() => thresholdsFor({...common, allow: ['startup-prob']}), {
    instanceOf: EastwestError,
  });
  t.is(unknown.exitCode, 2);
  t.regex(unknown.hint ?? '', /did you mean startup-probe/);
  for (const maxFailed of ['-1', 'few', '1.5'])
    t.throws(() => thresholdsFor({...common, maxFailed}), {message: /expected a whole number/});
  const missing = t.throws(() => thresholdsFor({...common, thresholds: `${file}.gone`}), {
    instanceOf: EastwestError,
  });
  t.is(missing.exitCode, 2);
});

test('the rate of calls is a number of them', (t) => {
  t.is(rateOf(undefined), undefined);
  t.is(rateOf('200'), 200);
  for (const rate of ['0', '1001', '1.5', 'fast']) {
    const error = t.throws(() => checkUsage({...common, rate}), {instanceOf: EastwestError});
    t.is(error.exitCode, 2);
  }
});

const hop = hopOf({...common, to: '1.18.2'}, plan);
const good = {
  good: true,
  reasons: [],
  figures: figures(['before', 'state before', 'west']),
  changes: [],
  allowed: [],
  rows: [],
  now: 'at the target',
} as const;

test('the verdict says where the mesh is, why it is bad, and what can be done', (t) => {
  const calls = [
    '  calls: 2000, 0 failed, longest gap 20 ms',
    '    before  1000, 0 failed, longest gap 20 ms',
    '    west    1000, 0 failed, longest gap 20 ms',
  ];
  t.is(
    verdictText(hop, good),
    ['good: the mesh is at Istio 1.18.2, revision 1-18-2, from 1.17.5', ...calls].join('\n'),
  );
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
      ...calls,
      '`eastwest upgrade` takes it as it is, `eastwest upgrade --rollback` goes back',
    ].join('\n'),
  );
  const late = {...bad, reasons: [{code: 'UPGRADE-UNMEASURED', text: 'the caller was late'}]} as const;
  t.regex(verdictText(hop, late), /^UNMEASURED: the mesh is at Istio 1\.18\.2/);
  t.regex(
    verdictText(hop, {...bad, now: 'back'}),
    /^REGRESSION: the mesh is back at Istio 1\.17\.5, from 1\.18\.2\n {2}UPGRADE-CALLS: [^`]*$/,
  );
  t.regex(verdictText(hop, {...good, figures: null}), /nobody called/);
});

test('the verdict counts what failed, says since when, and names what is known', (t) => {
  const lost = verdictText(hop, {...good, figures: figures(['resumed', 'east'], 2)});
  t.regex(lost, /calls since the hop was gone on with: 2000, 4 failed \(4 x TIMEOUT\), longest gap 20 ms/);
  const change = (name: string, alarm: boolean) => ({
    ...{name, alarm, known: true, states: ['after' as const], text: name},
  });
  const changes = [change('definitions', false), change('startup-probe', false), change('other', true)];
  const told = verdictText(hop, {...good, changes, allowed: ['startup-probe']});
  t.regex(told, /^ {2}allowed: startup-probe$/m);
  t.regex(told, /^ {2}known and harmless: definitions$/m);
  const reasons = Array.from({length: 14}, (_, index) => ({
    ...{code: 'UPGRADE-CHANGED' as const, text: `change ${index}`},
  }));
  const many = verdictText(hop, {...good, good: false, reasons});
  t.regex(many, /change 11\n {2}and 2 more, in hop\.json\n/);
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
