import {create} from 'xmlbuilder2';
import {explanationText, type Explanation} from '../findings/index.js';
import type {ScenarioResult, StepResult} from '../scenario/result.js';
import type {RunReport} from './report.js';
import {totalsOf, type Totals} from './totals.js';

type Element = ReturnType<typeof create>;

// What XML 1.0 cannot carry, however it is written: programs under test may print it.
const UNPRINTABLE = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;

/** JUnit XML as CI servers read it: a suite for each pack, a case for each scenario. */
export function junitText(report: RunReport): string {
  const {id, startedAt, seconds, results} = report;
  const root = create({version: '1.0', encoding: 'UTF-8'});
  const suites = root.ele('testsuites', {
    name: `eastwest ${id}`,
    time: seconds,
    ...counts(totalsOf(results)),
  });
  for (const pack of new Set(results.map((result) => result.pack))) {
    const cases = results.filter((result) => result.pack === pack);
    const time = cases.reduce((sum, result) => sum + result.seconds, 0).toFixed(1);
    const suite = suites.ele('testsuite', {
      name: pack,
      timestamp: startedAt,
      time,
      ...counts(totalsOf(cases)),
    });
    addProperties(suite, report);
    for (const result of cases) addCase(suite, result);
  }
  return `${root.end({prettyPrint: true})}\n`;
}

/** JUnit has no word for an interruption; an error is the nearest: there is no verdict. */
function counts({passed, failed, skipped, interrupted}: Totals): object {
  return {tests: passed + failed + skipped + interrupted, failures: failed, errors: interrupted, skipped};
}

function addProperties(suite: Element, {lab, versions, measured: {supply, proxy, note}}: RunReport): void {
  const properties = suite.ele('properties');
  const all = {
    lab,
    supply,
    proxy: `${proxy.kind} ${proxy.version}`,
    ...versions,
    ...(note === undefined ? {} : {note}),
  };
  for (const [name, value] of Object.entries(all)) properties.ele('property', {name, value: clean(value)});
}

function addCase(
  suite: Element,
  {name, pack, title, verdict, evidence, seconds, steps, explained}: ScenarioResult,
): void {
  const test = suite.ele('testcase', {name, classname: pack, time: seconds});
  const message = clean(evidence).replace(/\s+/g, ' ');
  if (verdict === 'failed')
    test
      .ele('failure', {message, type: 'expectation'})
      .txt(clean([title, evidence, ...explainedLines(explained)].join('\n')));
  if (verdict === 'skipped') test.ele('skipped', {message});
  if (verdict === 'interrupted') test.ele('error', {message, type: 'interrupted'});
  if (steps.length > 0) test.ele('system-out').txt(clean(steps.map(stepText).join('\n')));
}

/** The first broken link of the lab, its remedy and its page. */
function explainedLines(explained: Explanation | undefined): readonly string[] {
  if (explained === undefined) return [];
  const {remedy = [], page} = explained.finding ?? {};
  const lines = [`explained: ${explanationText(explained)}`, ...remedy.map((line) => `remedy: ${line}`)];
  return page === undefined ? lines : [...lines, `page: ${page}`];
}

function stepText({phase, title, ok, evidence, wanted, seconds}: StepResult): string {
  const end = wanted === undefined ? evidence : `${evidence}, wanted ${wanted}`;
  return `[${ok ? 'ok' : 'failed'}] ${phase}: ${title}: ${end} (${seconds} s)`;
}

/** What XML can carry of a text. */
export function clean(text: string): string {
  return text.replace(UNPRINTABLE, '\uFFFD');
}
