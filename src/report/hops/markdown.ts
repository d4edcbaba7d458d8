import {measuredText} from '../totals.js';
import {secondsText} from '../html/numbers.js';
import type {HopSummary, Matrix, MatrixCell} from './cell.js';
import {matrixHeadline} from './matrix.js';
import type {HopTold, Senses} from './record.js';
import {matrixRows, PHASE_HEADER, phaseRows, type Rows} from './rows.js';
import {hopHeadline, summaryOf} from './summary.js';
import {changesText, failedText, gapText, hopWords, reasonTexts, scenariosText, wayWords} from './words.js';

/** A hop for the summary page of a CI server. Pure. */
export function hopMarkdown(record: HopTold, senses: Senses): string {
  const summary = summaryOf(record);
  const {reasons, calls, known, unknown, verdicts, figures, seconds} = summary;
  const rows = phaseRows(record);
  return paragraphs([
    `## ${text(hopHeadline(record))}`,
    list(reasonTexts(reasons).map(text)),
    `Failed calls: ${failedText(calls)}. Longest gap: ${gapText(calls)}. Scenarios: ${scenariosText(summary)}. Changes: ${changesText(summary)}. Time: ${secondsText(seconds)}.`,
    rows.length === 0 ? '' : tableText({header: PHASE_HEADER, rows: rows.map(({cells}) => cells)}),
    list(known.map(({name, alarm}) => knownText(name, senses[name] ?? '', alarm))),
    list(unknown.map((one) => `unknown, ${text(one)}`)),
    list(verdicts.map((one) => `verdict, ${text(one)}`)),
    list(figures.map((one) => `figure, ${text(one)}`)),
  ]);
}

/** A matrix for the same: every cell, and why those are not good that are not. Pure. */
export function matrixMarkdown(matrix: Matrix): string {
  return paragraphs([`## ${matrixHeadline(matrix)}`, tableText(matrixRows(matrix)), whys(matrix)]);
}

/** Why cells are not good, one below the other. Pure. */
export function whys({cells}: Pick<Matrix, 'cells'>): string {
  return cellList(cells, (ran) => reasonTexts(ran.reasons));
}

/** What is to be told of cells that ran, an item for each text, with the hop before it. Pure. */
export function cellList(cells: readonly MatrixCell[], told: (ran: HopSummary) => readonly string[]): string {
  const texts = ({ran}: MatrixCell): readonly string[] => (ran === undefined ? [] : told(ran));
  return list(
    cells.flatMap((cell) => texts(cell).map((one) => text(`${hopWords(cell)}, ${wayWords(cell)}: ${one}`))),
  );
}

/** Which proxy was measured, in the words of every report; empty where no cell ran. Pure. */
export function measuredLine({proxy, supply}: Pick<Matrix, 'proxy' | 'supply'>): string {
  return proxy === undefined ? '' : text(measuredText({measured: {supply, proxy}}));
}

export function tableText({header, rows}: Rows): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(text).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

export function paragraphs(all: readonly string[]): string {
  return `${all.filter((one) => one !== '').join('\n\n')}\n`;
}

/** Items that are Markdown already. */
export function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function knownText(name: string, sense: string, alarm: boolean): string {
  return `\`${name.replaceAll('`', '')}\`${alarm ? ', not allowed' : ''}: ${text(sense)}`;
}

/** Text of others as it is: no markup of theirs becomes one of ours, and none ends a line or a column. */
function text(one: string): string {
  return one
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#]/g, (mark) => `\\${mark}`)
    .replaceAll('&', '&amp;');
}
