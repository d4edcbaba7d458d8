import {create} from 'xmlbuilder2';
import {clean} from '../junit.js';
import type {Matrix, MatrixCell} from './cell.js';
import type {HopTold, Reason} from './record.js';
import {PHASE_HEADER, phaseRows} from './rows.js';
import {summaryOf, UNMEASURED} from './summary.js';
import {
  changesText,
  failedText,
  gapText,
  hopWords,
  recordWords,
  scenariosText,
  strategyWords,
  wayWords,
} from './words.js';

type Element = ReturnType<typeof create>;

/** One thing that a hop is judged by. */
interface Case {
  readonly name: string;
  readonly end: 'good' | 'failure' | 'error' | 'skipped';
  readonly reasons: readonly Reason[];
}

/** JUnit XML of one hop: a case for each thing that it is judged by. */
export function hopJunit(record: HopTold): string {
  const {startedAt, seconds, proxy} = record;
  const name = recordWords(record);
  const cases = casesOf(record);
  const count = (end: Case['end']): number => cases.filter((one) => one.end === end).length;
  const counts = {
    ...{tests: cases.length, failures: count('failure'), errors: count('error'), skipped: count('skipped')},
  };
  const root = create({version: '1.0', encoding: 'UTF-8'});
  const suites = root.ele('testsuites', {name: 'eastwest upgrade', time: seconds, ...counts});
  const suite = suites.ele('testsuite', {name, timestamp: startedAt, time: seconds, ...counts});
  addProperties(suite, {proxy: `${proxy.kind} ${proxy.version}`});
  for (const {name: what, end, reasons} of cases) {
    const test = suite.ele('testcase', {name: what, classname: name, time: 0});
    if (end === 'skipped') test.ele('skipped', {message: 'nobody called'});
    if (end === 'failure' || end === 'error') addReasons(test, reasons, end);
  }
  suite.ele('system-out').txt(clean(toldText(record)));
  return `${root.end({prettyPrint: true})}\n`;
}

function casesOf({verdict: {figures, reasons}}: HopTold): readonly Case[] {
  const withCode = (...codes: readonly string[]): readonly Reason[] =>
    reasons.filter(({code}) => codes.includes(code));
  const [lost, unmeasured] = [withCode('UPGRADE-CALLS'), withCode(UNMEASURED)];
  const changed = withCode('UPGRADE-CHANGED');
  const calls = [...unmeasured, ...lost];
  const others = reasons.filter((reason) => ![...calls, ...changed].includes(reason));
  const judged = (name: string, own: readonly Reason[]): Case => ({
    ...{name, reasons: own, end: own.length === 0 ? 'good' : 'failure'},
  });
  const callEnd = lost.length > 0 ? 'failure' : figures === null ? 'skipped' : 'good';
  return [
    // Calls that could not be measured are no failure of the mesh: there is no verdict.
    {name: 'calls come through', reasons: calls, end: unmeasured.length > 0 ? 'error' : callEnd},
    judged('nothing changes that is unknown, or matters and is not allowed', changed),
    judged('nothing is broken afterwards', others),
  ];
}

/** What a hop measured, good or not. */
function toldText(record: HopTold): string {
  const summary = summaryOf(record);
  return [
    ...[PHASE_HEADER, ...phaseRows(record).map(({cells}) => cells)].map((row) => row.join('  ')),
    `scenarios: ${scenariosText(summary)}`,
    `changes: ${changesText(summary)}`,
  ].join('\n');
}

/** JUnit XML of a matrix: a suite for each hop, a case for each way to make it. */
export function matrixJunit({cells, lab, supply, proxy}: Matrix): string {
  const root = create({version: '1.0', encoding: 'UTF-8'});
  const time = secondsOf(cells);
  const suites = root.ele('testsuites', {name: 'eastwest matrix', time, ...countsOf(cells)});
  for (const hop of new Set(cells.map(hopWords))) {
    const own = cells.filter((cell) => hopWords(cell) === hop);
    const suite = suites.ele('testsuite', {
      name: hop,
      ...startOf(own),
      time: secondsOf(own),
      ...countsOf(own),
    });
    addProperties(suite, {
      lab,
      supply,
      ...(proxy === undefined ? {} : {proxy: `${proxy.kind} ${proxy.version}`}),
    });
    for (const cell of own) addCell(suite, cell);
  }
  return `${root.end({prettyPrint: true})}\n`;
}

function addCell(suite: Element, cell: MatrixCell): void {
  const {ran, id} = cell;
  const test = suite.ele('testcase', {
    name: wayWords(cell),
    classname: `${hopWords(cell)} ${strategyWords(cell.strategy)}`,
    time: ran?.seconds ?? 0,
  });
  if (ran === undefined) return void test.ele('skipped', {message: 'not run'});
  const {outcome, reasons, calls} = ran;
  if (outcome === 'regression') addReasons(test, reasons, 'failure');
  // What broke, or could not be measured, is no failure of the mesh that was seen: there is no verdict.
  if (outcome === 'broken' || outcome === 'unmeasured') addReasons(test, reasons, 'error');
  if (outcome === 'refused') test.ele('skipped', {message: clean(reasonsText(reasons)).replace(/\s+/g, ' ')});
  const said = `${id}: failed ${failedText(calls)}, longest gap ${gapText(calls)}, scenarios: ${scenariosText(ran)}, changes: ${changesText(ran)}`;
  test.ele('system-out').txt(clean(said));
}

function countsOf(cells: readonly MatrixCell[]): object {
  const count = (...outcomes: readonly unknown[]): number =>
    cells.filter(({ran}) => outcomes.includes(ran?.outcome)).length;
  return {
    tests: cells.length,
    failures: count('regression'),
    errors: count('broken', 'unmeasured'),
    skipped: count('refused', undefined),
  };
}

function secondsOf(cells: readonly MatrixCell[]): number {
  return Math.round(cells.reduce((sum, {ran}) => sum + (ran?.seconds ?? 0), 0) * 10) / 10;
}

function startOf(cells: readonly MatrixCell[]): object {
  const [timestamp] = cells.flatMap(({startedAt}) => startedAt ?? []).sort();
  return timestamp === undefined ? {} : {timestamp};
}

function addProperties(suite: Element, all: Readonly<Record<string, string>>): void {
  const properties = suite.ele('properties');
  for (const [name, value] of Object.entries(all)) properties.ele('property', {name, value: clean(value)});
}

function addReasons(test: Element, reasons: readonly Reason[], kind: 'failure' | 'error'): void {
  const all = reasonsText(reasons);
  const message = clean(all).replace(/\s+/g, ' ');
  test.ele(kind, {message, type: reasons[0]?.code ?? 'UPGRADE-BROKEN'}).txt(clean(all));
}

function reasonsText(reasons: readonly Reason[]): string {
  return reasons.map(({code, text}) => `${code}: ${text}`).join('\n');
}
