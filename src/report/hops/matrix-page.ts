import {html, type Markup} from '../html/markup.js';
import {timeText} from '../html/numbers.js';
import {page} from '../html/page.js';
import {measuredText} from '../totals.js';
import type {CellRecord, Matrix, MatrixCell} from './cell.js';
import {seenRows, stepWords, unseenRows, type ChangeRow} from './change-rows.js';
import {classOf, hopBadge, hopSection} from './hop-section.js';
import {
  callsOfMatrix,
  matrixHeadline,
  matrixOf,
  secondsOfMatrix,
  totalsOfMatrix,
  type MatrixReport,
} from './matrix.js';
import {matrixTable} from './matrix-table.js';
import type {Senses} from './record.js';
import {HOPS_STYLE} from './style.js';
import {wordOf} from './rows.js';
import {
  CELL_MEANINGS,
  CELL_SIGNS,
  durationText,
  envoySentence,
  hopWords,
  numberText,
  scenariosSentence,
  wayWords,
  type CellWord,
} from './words.js';

/** The order in which cells are read that did not go well. */
const FIRST: readonly CellWord[] = [
  ...(['regression', 'broken', 'unmeasured', 'refused', 'good', 'not run'] as const),
];

/** A whole matrix as one HTML file, in English, with every run in it. Pure. */
export function matrixPage(report: MatrixReport): string {
  const matrix = matrixOf(report);
  const title = matrixHeadline(matrix);
  const {lab, startedAt, proxy, supply} = matrix;
  const ran = [...matrix.cells]
    .filter((cell) => cell.ran !== undefined)
    .sort((one, other) => FIRST.indexOf(wordOf(one)) - FIRST.indexOf(wordOf(other)));
  const body = html`<header class="top">
      <p class="kind">
        eastwest · hops between versions of Istio · lab
        ${lab}${startedAt === undefined ? '' : ` · from ${timeText(startedAt)} on`}
      </p>
      <h1>${title}</h1>
      ${counts(matrix)}
      ${proxy === undefined ? undefined : html`<p class="proxy">${measuredText({measured: {supply, proxy}})}. ${envoySentence(matrix)}</p>`}
    </header>
    <main>
      <section aria-labelledby="matrix">
        <h2 id="matrix">The matrix</h2>
        <p class="reading">
          Each cell is one hop of the whole mesh, one cluster after the other, while calls go on between the
          clusters: failed calls, the longest time without a good answer, what of it fell into the time in
          which the clusters ran different versions, scenarios that ended otherwise, and what changed. Each
          leads to its run. ${scenariosSentence(matrix)}
        </p>
        ${matrixTable(matrix)} ${legend(matrix)}
      </section>
      ${changes(matrix)}
      <section aria-labelledby="runs">
        <h2 id="runs">The runs</h2>
        ${ran.map((cell) => runOf(cell, report.records, report.senses))}
      </section>
    </main>
    <footer>
      <p>Made from the <code>cell.json</code> of every cell.</p>
    </footer>`;
  return page(`${title} · ${lab}`, body, 'en', HOPS_STYLE);
}

function counts(matrix: Matrix): Markup {
  const totals = totalsOfMatrix(matrix);
  const shown = FIRST.filter((word) => totals[word] > 0);
  const {calls, failed} = callsOfMatrix(matrix);
  return html`<ul class="counts">
    ${shown.map((word) => html`<li class="${classOf(word)}"><b>${totals[word]}</b> <span aria-hidden="true">${CELL_SIGNS[word]}</span> ${word}</li>`)}
    <li class="took"><b>${numberText(failed)}</b> of ${numberText(calls)} calls failed</li>
    <li class="took"><b>${durationText(secondsOfMatrix(matrix))} of hops in all</b></li>
  </ul>`;
}

function legend({cells}: Matrix): Markup {
  const words = FIRST.filter((word) => cells.some((cell) => wordOf(cell) === word));
  return html`<dl class="legend">
    ${words.map(
      (word) =>
        html`<dt>${hopBadge(word)}</dt>
          <dd>${CELL_MEANINGS[word]}</dd>`,
    )}
  </dl>`;
}

/** What of the releases was seen, once for all cells, and what could not be. */
function changes(matrix: Matrix): Markup {
  return html`${changeSection('changes', 'Known changes that were seen', seenRows(matrix))}
  ${changeSection('unobserved', 'What the hops bring as well, and could not be seen here', unseenRows(matrix))}`;
}

function changeSection(id: string, title: string, rows: readonly ChangeRow[]): Markup | undefined {
  if (rows.length === 0) return undefined;
  return html`<section aria-labelledby="${id}">
    <h2 id="${id}">${title}</h2>
    <table class="seen-changes">
      <thead>
        <tr>
          <th scope="col">name</th>
          <th scope="col">what it is</th>
          <th scope="col">between</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({name, sense, mark, steps}) =>
            html`<tr>
              <th scope="row">
                <code>${name}</code> ${mark === '' ? undefined : html`<em class="mark">${mark}</em>`}
              </th>
              <td>${sense}</td>
              <td>${steps.map(stepWords).join(', ')}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function runOf(cell: MatrixCell, records: readonly CellRecord[], senses: Senses): Markup | undefined {
  const {ran, startedAt, id} = cell;
  if (ran === undefined || startedAt === undefined) return undefined;
  const record = records.find((one) => one.cell.id === id)?.hop;
  return hopSection({
    ...{id, startedAt, ran, senses, title: `${hopWords(cell)}, ${wayWords(cell)}`},
    ...(record === undefined ? {} : {record}),
    open: ran.outcome !== 'good',
  });
}
