import {kindsText} from '../../traffic/judge.js';
import {secondsText} from '../html/numbers.js';
import type {CellRecord, MatrixCell} from './cell.js';
import {cellSummary} from './matrix.js';
import type {HopTold} from './record.js';
import {callsIn, isJudged} from './summary.js';
import {
  changesText,
  failedText,
  gapText,
  hopWords,
  latencyText,
  numberText,
  scenariosText,
  shareText,
  strategyWords,
  type CellWord,
} from './words.js';

/** A table as texts, for whoever draws one. */
export interface Rows {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A line for each cell. Pure. */
export function matrixRows({cells}: {readonly cells: readonly MatrixCell[]}): Rows {
  return {
    header: ['hop', 'strategy', 'first', 'verdict', 'failed', 'longest gap', 'scenarios', 'changes', 'time'],
    rows: cells.map((cell) => [
      hopWords(cell),
      strategyWords(cell.strategy),
      cell.order[0] ?? '',
      wordOf(cell),
      failedText(cell.ran?.calls),
      gapText(cell.ran?.calls),
      cell.ran === undefined ? '–' : scenariosText(cell.ran),
      cell.ran?.calls === undefined ? '–' : changesText(cell.ran),
      cell.ran === undefined ? '–' : secondsText(cell.ran.seconds),
    ]),
  };
}

/** How a cell ended, in a line. Pure. */
export function cellLine(record: CellRecord): string {
  const summary = cellSummary(record);
  const {outcome, calls, reasons, seconds, scenarios} = summary;
  const [first] = reasons;
  const why = first === undefined ? '' : `, ${first.code}: ${first.text}`;
  const judged = scenarios === undefined ? '' : `, scenarios: ${scenariosText(summary)}`;
  const measured = calls === undefined ? '' : `, ${failedText(calls)} failed, longest gap ${gapText(calls)}`;
  const changes = calls === undefined ? '' : `, changes: ${changesText(summary)}`;
  return `${outcome}${why}${measured}${judged}${changes} (${secondsText(seconds)})`;
}

export function wordOf({ran}: Pick<MatrixCell, 'ran'>): CellWord {
  return ran?.outcome ?? 'not run';
}

/** What calls did in one phase, all flows together. */
export interface PhaseRow {
  readonly phase: string;
  /** False while a state is taken: packs change the lab then. */
  readonly judged: boolean;
  readonly failed: number;
  readonly cells: readonly string[];
}

export const PHASE_HEADER = [
  'phase',
  'calls',
  'failed',
  'longest gap',
  'p50',
  'p99',
  'others at work',
  'of what kind',
] as const;

/** A line for each phase of a hop; none where nobody called. Pure. */
export function phaseRows({verdict: {figures}}: HopTold): readonly PhaseRow[] {
  if (figures === null) return [];
  return figures.phases.map((phase) => {
    const total = callsIn(figures, [phase]);
    const {calls, failed, p50Ms, p99Ms, kinds} = total;
    return {
      ...{phase, judged: isJudged(phase), failed},
      cells: [
        ...[phase, numberText(calls), numberText(failed), gapText(total)],
        ...[latencyText(p50Ms), latencyText(p99Ms), shareText(figures.others?.[phase]), kindsText(kinds)],
      ],
    };
  });
}
