import {counted} from '../../base/counted.js';
import {millisText} from '../html/numbers.js';
import type {CallTotal, Cell, HopSummary} from './cell.js';
import type {HopTold} from './record.js';

/** How a cell is, whether it ran or not. */
export type CellWord = HopSummary['outcome'] | 'not run';

export const CELL_SIGNS: Readonly<Record<CellWord, string>> = {
  good: '✓',
  regression: '✗',
  broken: '✗',
  refused: '–',
  'not run': '·',
};

/** What each word means, in a few words. */
export const CELL_MEANINGS: Readonly<Record<CellWord, string>> = {
  good: 'calls within their bounds, nothing changed that is not known or allowed',
  regression: 'calls were lost, or something changed that nobody knows or has allowed',
  broken: 'begun, and could not be brought to its end',
  refused: 'not begun: Istio does not support it, or the lab could not bear it',
  'not run': 'nothing is said of it yet',
};

/** `1.17.5 → 1.18.2`. */
export function hopWords({from, to}: Pick<Cell, 'from' | 'to'>): string {
  return `${from} → ${to}`;
}

/** `canary, west first`. */
export function wayWords({strategy, order: [first = '']}: Pick<Cell, 'strategy' | 'order'>): string {
  return `${strategyWords(strategy)}, ${first} first`;
}

export function strategyWords(strategy: Cell['strategy']): string {
  return strategy === 'canary' ? 'canary' : 'in place';
}

/** What a hop is called in a headline. */
export function recordWords({hop: {from, to, strategy, order}}: HopTold): string {
  return `${hopWords({from: from.version, to: to.version})}, ${wayWords({strategy, order})}`;
}

/** `3 of 20,480`; a dash where nobody called. */
export function failedText(total: CallTotal | undefined): string {
  return total === undefined ? '–' : `${numberText(total.failed)} of ${numberText(total.calls)}`;
}

export function gapText(total: CallTotal | undefined): string {
  return total === undefined ? '–' : millisText(total.longestGapMs);
}

export function latencyText(ms: number | undefined): string {
  return ms === undefined ? '–' : millisText(ms);
}

/** `2 known, 1 of them not allowed; 3 unknown; 1 verdict`, `none`. */
export function changesText({
  known,
  unknown,
  verdicts,
}: Pick<HopSummary, 'known' | 'unknown' | 'verdicts'>): string {
  const alarms = known.filter(({alarm}) => alarm).length;
  const told = [
    ...(known.length === 0
      ? []
      : [`${known.length} known${alarms === 0 ? '' : `, ${alarms} of them not allowed`}`]),
    ...(unknown.length === 0 ? [] : [`${unknown.length} unknown`]),
    ...(verdicts.length === 0 ? [] : [counted(verdicts.length, 'verdict')]),
  ];
  return told.length === 0 ? 'none' : told.join('; ');
}

/** Digits in groups of three. */
export function numberText(number: number): string {
  return number.toLocaleString('en-US');
}
