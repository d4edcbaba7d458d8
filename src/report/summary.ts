import {explanationText} from '../findings/index.js';
import type {ScenarioResult} from '../scenario/result.js';
import type {RunReport} from './report.js';
import {measuredText, totalsOf, totalsText} from './totals.js';

const HEADER = ['SCENARIO', 'VERDICT', 'SECONDS', 'EVIDENCE'] as const;
const MIN_EVIDENCE_COLUMNS = 40;

/** The table at the end of a run; evidence is broken at blanks so that no line is longer than `columns`. */
export function summaryText(report: RunReport, columns = 110): string {
  const rows = report.results.map(rowOf);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...[HEADER, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const left = widths.reduce((sum, width) => sum + width + 2, 0);
  const room = Math.max(MIN_EVIDENCE_COLUMNS, columns - left);
  const lines = [HEADER, ...rows].flatMap((row) => {
    const cells = row.slice(0, 3).map((cell, column) => pad(cell, widths[column] ?? 0, column === 2));
    const [first = '', ...more] = wrapped(row[3], room);
    return [`${cells.join('  ')}  ${first}`.trimEnd(), ...more.map((line) => ' '.repeat(left) + line)];
  });
  return [...lines, '', totalsText(totalsOf(report.results)), measuredText(report), ''].join('\n');
}

function rowOf({
  id,
  verdict,
  seconds,
  evidence,
  explained,
}: ScenarioResult): readonly [string, string, string, string] {
  const why = explained === undefined ? '' : ` explained: ${explanationText(explained)}`;
  return [id, verdict, seconds.toFixed(1), `${evidence}${why}`];
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}

function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
