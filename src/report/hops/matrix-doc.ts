import {timeText} from '../html/numbers.js';
import type {Matrix, MatrixCell} from './cell.js';
import {measuredLine, paragraphs, tableText, whys} from './markdown.js';
import {callsOfMatrix, matrixHeadline} from './matrix.js';
import {matrixRows, wordOf, type Rows} from './rows.js';
import {
  betweenText,
  CELL_MEANINGS,
  CELL_SIGNS,
  durationText,
  failedText,
  gapText,
  hopWords,
  numberText,
  scenariosSentence,
  UNSEEN_WHY,
  wayWords,
} from './words.js';

/** `docs/upgrade-matrix.md`: what a real run of the matrix has measured. Pure. */
export function matrixDoc(matrix: Matrix): string {
  const {cells, lab, startedAt, changes, unobserved} = matrix;
  const when = startedAt === undefined ? '' : `, from ${timeText(startedAt)} on`;
  return paragraphs([
    '# Hops between versions of Istio in a mesh of several clusters',
    `Made from the \`matrix.json\` of a real run by \`npm run generate:matrix\`; measured in the lab ${lab}${when}.`,
    measuredLine(matrix),
    INTRODUCTION,
    scenariosSentence(matrix),
    `**${matrixHeadline(matrix)}.** ${callsSentence(matrix)}`,
    '## At a glance',
    'Failed calls, and the longest time without a good answer.',
    tableText(glance(cells)),
    meanings(cells),
    ...section('Why cells are not good', whys(matrix)),
    ...section(
      'Known changes that were seen',
      changeTable(changes.map(({allowed, ...told}) => ({...told, mark: allowed ? 'allowed' : ''}))),
    ),
    ...section(
      'What the hops bring as well, and could not be seen here',
      changeTable(unobserved.map(({why, ...told}) => ({...told, mark: UNSEEN_WHY[why]}))),
    ),
    '## Every cell',
    '“While mixed” is the time in which the clusters ran different versions and nothing else was done.',
    tableText(everyCell(cells)),
  ]);
}

const INTRODUCTION = `A hop takes the whole mesh from one version to the next, or back, one cluster after the other; in between the clusters
run different versions. Calls go on all the time, in both directions between the clusters, over new and over reused
connections, with the mesh's retries and without. A time without a good answer is that of the flow in which it was longest;
where no call failed, it is answers that came late. Before and after, the configuration of every proxy and what Istio has
installed are compared: what has changed is recognised by a name of [known-changes.md](known-changes.md), or is an alarm.`;

function callsSentence({cells}: Matrix): string {
  const ran = cells.filter(({ran: summary}) => summary?.calls !== undefined);
  const total = callsOfMatrix(ran);
  const [worst] = [...ran].sort(
    (one, other) => (other.ran?.calls?.longestGapMs ?? 0) - (one.ran?.calls?.longestGapMs ?? 0),
  );
  if (worst === undefined) return '';
  const seconds = ran.reduce((sum, {ran: summary}) => sum + (summary?.seconds ?? 0), 0);
  return `Of ${numberText(total.calls)} calls ${numberText(total.failed)} failed. The longest time without a good answer was ${gapText(worst.ran?.calls)}: ${hopWords(worst)}, ${wayWords(worst)}. All hops together took ${durationText(seconds)}.`;
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
  return Object.entries(CELL_MEANINGS)
    .filter(([word]) => cells.some((cell) => wordOf(cell) === word))
    .map(([word, meaning]) => `- ${CELL_SIGNS[word as keyof typeof CELL_SIGNS]} **${word}**: ${meaning}`)
    .join('\n');
}

interface ChangeRow extends Pick<Matrix['changes'][number], 'name' | 'sense' | 'between'> {
  readonly mark: string;
}

function changeTable(changes: readonly ChangeRow[]): string {
  if (changes.length === 0) return '';
  return tableText({
    header: ['name', 'what it is', 'between', ''],
    rows: changes.map(({name, sense, mark, ...told}) => [name, sense, betweenText(told), mark]),
  });
}

/** A line for each cell, with what was measured while the clusters ran different versions. */
function everyCell(cells: readonly MatrixCell[]): Rows {
  const {header, rows} = matrixRows({cells});
  return {
    header: [...header, 'while mixed'],
    rows: rows.map((row, place) => {
      const mixed = cells[place]?.ran?.mixed;
      return [...row, mixed === undefined ? '–' : `${failedText(mixed)}, ${gapText(mixed)}`];
    }),
  };
}

function section(title: string, body: string): readonly string[] {
  return body === '' ? [] : [`## ${title}`, body];
}
