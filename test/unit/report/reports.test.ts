import test from 'ava';
import {create} from 'xmlbuilder2';
import {jsonText, junitText, summaryText, type RunReport} from '../../../src/report/index.js';
import type {ScenarioResult} from '../../../src/scenario/result.js';

const STEP = {
  title: '20 calls',
  explain: 'e',
  kind: 'probe',
  commands: ['docker exec mypc curl http://x'],
  at: '2026-01-01T00:00:01.000Z',
} as const;

const passed: ScenarioResult = {
  id: 'ch12/failover',
  pack: 'ch12',
  name: 'failover',
  title: 'East answers when west fails',
  verdict: 'passed',
  evidence: '20 of 20 Hello from EAST',
  seconds: 14.96,
  steps: [{...STEP, phase: 'during', ok: true, evidence: '20 of 20', seconds: 1.5}],
  leftBehind: [],
};
const failed: ScenarioResult = {
  ...passed,
  id: 'ch12/locality',
  name: 'locality',
  verdict: 'failed',
  evidence: `20 calls from mypc: 11 of 20 Hello from WEST, 9 of 20 <b>"Hello" & 'EAST'</b> ]]> \u0007\u001b[31m, wanted 20 of 20 Hello from WEST`,
  seconds: 3,
  steps: [
    {
      ...STEP,
      phase: 'calls',
      ok: false,
      evidence: '11 of 20',
      wanted: '20 of 20',
      seconds: 3,
    },
  ],
};
const skipped: ScenarioResult = {
  ...passed,
  id: 'ch14/lua',
  pack: 'ch14',
  name: 'lua',
  verdict: 'skipped',
  evidence: 'requires istio-proxy',
  seconds: 0,
  steps: [],
};
const interrupted: ScenarioResult = {
  ...skipped,
  id: 'ch14/wasm',
  name: 'wasm',
  verdict: 'interrupted',
  evidence: 'not begun',
};

const report: RunReport = {
  id: '2026-01-01T00-00-00',
  lab: 'ch12',
  startedAt: '2026-01-01T00:00:00.000Z',
  seconds: 18,
  finished: true,
  versions: {istio: '1.17.5'},
  measured: {supply: 'source', proxy: {kind: 'stock-envoy', version: '1.36.2'}},
  results: [passed, failed, skipped, interrupted],
};

test('the table has a row for each scenario, breaks long evidence, and says which proxy was measured', (t) => {
  const lines = summaryText(report, 80).split('\n');
  t.regex(lines[0] ?? '', /^SCENARIO +VERDICT +SECONDS +EVIDENCE$/);
  t.regex(lines[1] ?? '', /^ch12\/failover +passed +15\.0 +20 of 20 Hello from EAST$/);
  t.true(lines.slice(0, -3).every((line) => line.length <= 80));
  t.true(lines.includes('1 passed, 1 failed, 1 skipped, 1 interrupted'));
  t.regex(lines.at(-2) ?? '', /^measured: stock-envoy 1\.36\.2 .*supply source/);
  const words = lines.slice(2, -4).join(' ').split(/\s+/);
  for (const word of failed.evidence.split(/\s+/)) t.true(words.includes(word), `${word} is not lost`);
});

test('JSON has the totals, the proxy and every step', (t) => {
  const value = JSON.parse(jsonText(report)) as RunReport & {format: number; totals: object};
  t.is(value.format, 1);
  t.deepEqual(value.totals, {passed: 1, failed: 1, skipped: 1, interrupted: 1});
  t.deepEqual(value.measured, report.measured);
  t.deepEqual(value.results, report.results);
});

/** What an attribute says; the parser here leaves references as they are. */
function unescaped(text: string): string {
  const marks: Readonly<Record<string, string>> = {lt: '<', gt: '>', quot: '"', amp: '&'};
  return text.replace(/&(\w+);/g, (_, name: string) => marks[name] ?? `unknown &${name};`);
}

interface Element {
  readonly [key: string]: unknown;
}

test('JUnit is XML whatever the evidence has in it: markup is escaped, control characters are replaced', (t) => {
  const text = junitText(report);
  const read = create(text).end({format: 'object'}) as unknown as {testsuites: Element};
  const {testsuites} = read;
  t.is(testsuites['@tests'], '4');
  t.is(testsuites['@failures'], '1');
  t.is(testsuites['@errors'], '1');
  t.is(testsuites['@skipped'], '1');
  const suites = testsuites['testsuite'] as readonly Element[];
  t.deepEqual(
    suites.map((suite) => [suite['@name'], suite['@tests']]),
    [
      ['ch12', '2'],
      ['ch14', '2'],
    ],
  );
  const cases = suites[0]?.['testcase'] as readonly Element[];
  const failure = cases[1]?.['failure'] as Element;
  t.is(unescaped(failure['@message'] as string), failed.evidence.replace('\u0007\u001b', '\uFFFD\uFFFD'));
  t.notRegex(text, /[\u0000-\u0008\u000b-\u001f]/);
});

test('JUnit says which proxy and supply were measured, in every suite', (t) => {
  const text = junitText(report);
  t.is(text.split('<property name="proxy" value="stock-envoy 1.36.2"/>').length - 1, 2);
  t.is(text.split('<property name="supply" value="source"/>').length - 1, 2);
});

test('a report of no scenario is still a report', (t) => {
  const empty = {...report, results: []};
  t.true(summaryText(empty).includes('0 passed, 0 failed'));
  t.regex(junitText(empty), /tests="0"/);
});
