import {secondsText, timeText} from '../html/numbers.js';
import type {Matrix, MatrixCell} from './cell.js';
import {seenRows, stepWords, unseenRows, type ChangeRow, type Step} from './change-rows.js';
import {cellList, list, measuredLine, paragraphs, tableText, whys} from './markdown.js';
import {callsOfMatrix, matrixHeadline, secondsOfMatrix} from './matrix.js';
import {stepsOf} from './matrix-changes.js';
import {wordOf, type Rows} from './rows.js';
import {
  CELL_MEANINGS,
  CELL_SIGNS,
  changesText,
  durationText,
  envoySentence,
  failedText,
  gapText,
  hopWords,
  latencyText,
  numberText,
  scenariosSentence,
  scenariosText,
  strategyWords,
  wayWords,
} from './words.js';

/** `docs/upgrade-matrix.md`: what a real run of the matrix has measured. Pure. */
export function matrixDoc(matrix: Matrix): string {
  const {cells, lab, startedAt} = matrix;
  const when = startedAt === undefined ? '' : `, from ${timeText(startedAt)} on`;
  const envoy = envoySentence(matrix);
  return paragraphs([
    '# Hops between versions of Istio in a mesh of several clusters',
    `Made from the \`matrix.json\` of a real run by \`npm run generate:matrix\`; measured in the lab ${lab}${when}.`,
    measuredLine(matrix),
    envoy === '' ? '' : `**${envoy}**`,
    INTRODUCTION,
    scenariosSentence(matrix),
    `**${matrixHeadline(matrix)}.** ${callsSentence(matrix)}`,
    '## At a glance',
    'Failed calls, and the longest time without a good answer.',
    tableText(glance(cells)),
    meanings(cells),
    ...section('Why cells are not good', whys(matrix)),
    ...section('What changes, step by step', steps(matrix)),
    '## Every cell',
    'Mixed is the time in which the clusters ran different versions and nothing else was done. The 99th percentile is that of the flow and phase that was slowest.',
    tableText(everyCell(cells)),
    ...section('What scenarios measured otherwise than before a hop', measuredOtherwise(cells)),
  ]);
}

const INTRODUCTION = `A hop takes the whole mesh from one version to the next, or back, one cluster after the other; in between the clusters
run different versions. Calls go on all the time, in both directions between the clusters, over new and over reused
connections, with the mesh's retries and without. A time without a good answer is that of the flow in which it was longest;
where no call failed, answers were only late. Before, mixed and after, the configuration of every proxy and what Istio has
installed are compared. [upgrades.md](upgrades.md) says how a hop is made and judged, by what no call is lost, with which
command this was measured, and what the same instrument tells of a hop that does lose calls.`;

function callsSentence(matrix: Matrix): string {
  const {calls, failed} = callsOfMatrix(matrix);
  const gapOf = ({ran}: MatrixCell): number => ran?.calls?.longestGapMs ?? 0;
  const [worst] = matrix.cells
    .filter(({ran}) => ran?.calls !== undefined)
    .sort((one, other) => gapOf(other) - gapOf(one));
  if (worst === undefined) return '';
  return [
    `Of ${numberText(calls)} calls ${numberText(failed)} failed.`,
    `The longest time without a good answer was ${gapText(worst.ran?.calls)}: ${hopWords(worst)}, ${wayWords(worst)}.`,
    `All hops together took ${durationText(secondsOfMatrix(matrix))}.`,
  ].join(' ');
}

/** Hops as rows, how they are made as columns: who looks for a hop finds it, and what the way changes. */
function glance(cells: readonly MatrixCell[]): Rows {
  const ways = [...new Set(cells.map(wayWords))].sort(
    (one, other) => Number(one.startsWith('canary')) - Number(other.startsWith('canary')),
  );
  const hops = [...new Set(cells.map(hopWords))];
  return {
    header: ['hop', ...ways],
    rows: hops.map((hop) => [
      hop,
      ...ways.map((way) =>
        glanceText(cells.find((cell) => hopWords(cell) === hop && wayWords(cell) === way)),
      ),
    ]),
  };
}

function glanceText(cell: MatrixCell | undefined): string {
  if (cell === undefined) return '';
  const word = wordOf(cell);
  const calls = cell.ran?.calls;
  const name = word === 'good' ? CELL_SIGNS[word] : `${CELL_SIGNS[word]} ${word}`;
  return calls === undefined ? name : `${name} ${failedText(calls)}, ${gapText(calls)}`;
}

function meanings(cells: readonly MatrixCell[]): string {
  const words = Object.keys(CELL_MEANINGS) as (keyof typeof CELL_MEANINGS)[];
  return list(
    words
      .filter((word) => cells.some((cell) => wordOf(cell) === word))
      .map((word) => `${CELL_SIGNS[word]} **${word}**: ${CELL_MEANINGS[word]}`),
  );
}

/** For each step between two versions what matters of it, and the names of what is only written otherwise. */
function steps(matrix: Matrix): string {
  const gone = stepsOf(
    matrix.cells.filter((cell) => ['good', 'regression', 'unmeasured'].includes(wordOf(cell))),
  );
  const rows = [...seenRows(matrix), ...unseenRows(matrix)];
  const sections = gone.flatMap((step) => stepSection(step, rows));
  return sections.length === 0 ? '' : paragraphs([STEPS, ...sections]).trimEnd();
}

const STEPS = `Each name is one of [known-changes.md](known-changes.md), which has its source and what it may mean. A hop back shows the same
the other way round.`;

function stepSection(gone: Step, all: readonly ChangeRow[]): readonly string[] {
  const rows = all.flatMap((row) => {
    const own = row.steps.find((step) => stepWords(step) === stepWords(gone));
    return own === undefined ? [] : [{...row, way: wayText(own, gone)}];
  });
  if (rows.length === 0) return [];
  const marked = rows.filter(({mark}) => mark !== '');
  const names = rows.filter(({mark}) => mark === '').map(({name, way}) => `\`${name}\`${way}`);
  return [
    `### ${stepWords(gone)}`,
    marked.length === 0
      ? ''
      : tableText({
          header: ['name', 'what it is', ''],
          rows: marked.map(({name, sense, mark, way}) => [name, sense, `${mark}${way}`]),
        }),
    names.length === 0 ? '' : `Only written otherwise: ${names.join(', ')}.`,
  ];
}

/** Where a change showed one way only, though both were gone. */
function wayText({forward, back}: Step, gone: Step): string {
  if (!gone.forward || !gone.back || forward === back) return '';
  return forward ? ' (there only)' : ' (back only)';
}

/** A line for each cell: what stands behind the glance. */
function everyCell(cells: readonly MatrixCell[]): Rows {
  return {
    header: [
      ...['hop', 'strategy', 'first', 'verdict', '99th percentile', 'mixed: failed'],
      ...['mixed: longest gap', 'mixed: 99th percentile', 'scenarios', 'changes', 'time'],
    ],
    rows: cells.map((cell) => {
      const {calls, mixed, seconds} = cell.ran ?? {};
      return [
        ...[hopWords(cell), strategyWords(cell.strategy), cell.order[0] ?? '', wordOf(cell)],
        ...[latencyText(calls?.p99Ms), failedText(mixed), gapText(mixed), latencyText(mixed?.p99Ms)],
        cell.ran === undefined ? '–' : scenariosText(cell.ran),
        cell.ran === undefined || calls === undefined ? '–' : changesText(cell.ran),
        seconds === undefined ? '–' : secondsText(seconds),
      ];
    }),
  };
}

function measuredOtherwise(cells: readonly MatrixCell[]): string {
  const told = cellList(cells, ({figures}) => figures);
  return told === '' ? '' : paragraphs([MEASURED, told]).trimEnd();
}

const MEASURED =
  'Shares and latencies of few calls, on a machine that had just moved a cluster: no alarm, and no part of the verdict.';

function section(title: string, body: string): readonly string[] {
  return body === '' ? [] : [`## ${title}`, body];
}
