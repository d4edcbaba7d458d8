import {html, type Markup} from '../html/markup.js';
import {secondsText} from '../html/numbers.js';
import type {Cell, Matrix, MatrixCell} from './cell.js';
import {classOf, placeOf} from './hop-section.js';
import {wordOf} from './rows.js';
import {
  byVersions,
  CELL_SIGNS,
  changesText,
  failedText,
  gapText,
  hopWords,
  scenariosText,
  strategyWords,
  wayWords,
} from './words.js';

/** Hops as rows, up first and then back; how they are made as columns. */
export function matrixTable({cells}: Matrix): Markup {
  const strategies = [...new Set(cells.map(({strategy}) => strategy))];
  const ways = strategies.flatMap((strategy) => waysOf(strategy, cells));
  return html`<table class="matrix">
    <thead>
      <tr>
        <td></td>
        ${strategies.map((strategy) => html`<th scope="colgroup" class="way" colspan="${waysOf(strategy, cells).length}">${strategyWords(strategy)}</th>`)}
      </tr>
      <tr>
        <td></td>
        ${ways.map(({order: [first]}) => html`<th scope="col">${first} first</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rowsOf('forward', 'to the later version', cells, ways)}
      ${rowsOf('back', 'back to the earlier version', cells, ways)}
    </tbody>
  </table>`;
}

/** One cell for each way of a strategy. */
function waysOf(strategy: Cell['strategy'], cells: readonly MatrixCell[]): readonly MatrixCell[] {
  const own = cells.filter((cell) => cell.strategy === strategy);
  return [...new Map(own.map((cell) => [wayWords(cell), cell])).values()].sort(
    (one, other) => placeIn(one, cells) - placeIn(other, cells),
  );
}

/** Columns in the same order for both strategies: by the cluster that goes first, as it was told first. */
function placeIn({order: [first]}: MatrixCell, cells: readonly MatrixCell[]): number {
  return [...new Set(cells.map(({order}) => order[0]))].indexOf(first);
}

function rowsOf(
  direction: Cell['direction'],
  title: string,
  all: readonly MatrixCell[],
  ways: readonly MatrixCell[],
): Markup | undefined {
  const cells = all.filter((cell) => cell.direction === direction);
  if (cells.length === 0) return undefined;
  const hops = [...new Set(cells.map(hopWords))].sort(byVersions);
  return html`<tr class="turn">
      <th scope="rowgroup" colspan="${ways.length + 1}">${title}</th>
    </tr>
    ${hops.map(
      (hop) =>
        html`<tr>
          <th scope="row"><b>${hop}</b></th>
          ${ways.map((way) => cellMarkup(cells.find((cell) => hopWords(cell) === hop && wayWords(cell) === wayWords(way))))}
        </tr>`,
    )}`;
}

function cellMarkup(cell: MatrixCell | undefined): Markup {
  if (cell === undefined) return html`<td class="not-run"><div class="in">not asked for</div></td>`;
  const word = wordOf(cell);
  const name = html`<b
    ><span aria-hidden="true" style="display:inline">${CELL_SIGNS[word]}</span> ${word}</b
  >`;
  if (cell.ran === undefined) return html`<td class="not-run"><div class="in">${name}</div></td>`;
  const {calls, mixed, seconds, reasons} = cell.ran;
  const [reason] = reasons;
  const line = (text: string, bad = false): Markup => html`<span class="${bad ? 'bad' : ''}">${text}</span>`;
  const said =
    calls === undefined
      ? [line(reason === undefined ? 'nobody called' : shortened(reason.text))]
      : [
          line(`${failedText(calls)} failed`, calls.failed > 0),
          line(`longest gap ${gapText(calls)}`),
          ...(mixed === undefined ? [] : [line(`mixed: ${failedText(mixed)} failed`, mixed.failed > 0)]),
          ...(cell.ran.scenarios === undefined ? [] : [line(`scenarios: ${scenariosText(cell.ran)}`)]),
          line(`changes: ${changesText(cell.ran)}`),
        ];
  return html`<td class="${classOf(word)}">
    <a href="#${placeOf(cell.id)}" aria-label="${word}: ${hopWords(cell)}, ${wayWords(cell)}">
      ${name} ${said}
      <span class="time">${secondsText(seconds)}</span>
    </a>
  </td>`;
}

const MOST = 90;

function shortened(text: string): string {
  return text.length <= MOST ? text : `${text.slice(0, MOST)}…`;
}
