import {secondsText, timeText} from '../html/numbers.js';
import type {Cell, Matrix, MatrixCell} from './cell.js';
import {knownList, measuredLine, paragraphs, tableText, whys} from './markdown.js';
import {matrixHeadline} from './matrix.js';
import {matrixRows, wordOf} from './rows.js';
import {
  CELL_MEANINGS,
  failedText,
  gapText,
  hopWords,
  scenariosSentence,
  scenariosText,
  wayWords,
} from './words.js';

/** `docs/upgrade-matrix.md`: what a real run of the matrix has measured. Pure. */
export function matrixDoc(matrix: Matrix): string {
  const {cells, lab, startedAt} = matrix;
  const when = startedAt === undefined ? '' : `, from ${timeText(startedAt)} on`;
  return paragraphs([
    '# Hops between versions of Istio in a mesh of several clusters',
    `Made from the \`matrix.json\` of a real run by \`npm run generate:matrix\`; measured in the lab ${lab}${when}.`,
    measuredLine(matrix),
    INTRODUCTION,
    scenariosSentence(matrix),
    `**${matrixHeadline(matrix)}.**`,
    ...(['in-place', 'canary'] as const).flatMap((strategy) => byHop(strategy, cells)),
    '## What the words mean',
    Object.entries(CELL_MEANINGS)
      .filter(([word]) => cells.some((cell) => wordOf(cell) === word))
      .map(([word, meaning]) => `- **${word}**: ${meaning}`)
      .join('\n'),
    ...section('Why cells are not good', whys(matrix)),
    ...section('Known changes that were seen', knownList(matrix)),
    '## Every cell',
    tableText(matrixRows(matrix)),
  ]);
}

const INTRODUCTION = `A hop takes the whole mesh from one version to the next, or back, one cluster after the other; in between the clusters
run different versions. Calls go on all the time, in both directions between the clusters, over new and over reused
connections, with the mesh's retries and without. Each cell tells the verdict, failed calls of all calls, the longest time
without a good answer, the same for the time in which the clusters ran different versions, how many scenarios ended as
before the hop, and how long it took.`;

/** Hops as rows, which cluster goes first as columns: who looks for a hop finds it, and what the order changes. */
function byHop(strategy: Cell['strategy'], all: readonly MatrixCell[]): readonly string[] {
  const cells = all.filter((cell) => cell.strategy === strategy);
  if (cells.length === 0) return [];
  const ways = [...new Set(cells.map(wayWords))];
  const hops = [...new Set(cells.map(hopWords))];
  const rows = hops.map((hop) => [
    hop,
    ...ways.map((way) => cellText(cells.find((cell) => hopWords(cell) === hop && wayWords(cell) === way))),
  ]);
  return [`## ${strategy === 'canary' ? 'Canary' : 'In place'}`, tableText({header: ['hop', ...ways], rows})];
}

function cellText(cell: MatrixCell | undefined): string {
  if (cell?.ran === undefined) return 'not run';
  const {calls, mixed, seconds, scenarios} = cell.ran;
  const said: string[] = [wordOf(cell)];
  if (calls !== undefined) said.push(`${failedText(calls)} failed, gap ${gapText(calls)}`);
  if (mixed !== undefined) said.push(`mixed: ${failedText(mixed)} failed, gap ${gapText(mixed)}`);
  if (scenarios !== undefined) said.push(`scenarios: ${scenariosText(cell.ran)}`);
  return [...said, secondsText(seconds)].join('; ');
}

function section(title: string, body: string): readonly string[] {
  return body === '' ? [] : [`## ${title}`, body];
}
