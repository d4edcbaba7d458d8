import {counted} from '../../base/counted.js';
import {percentText} from '../../traffic/judge.js';
import {millisText} from '../html/numbers.js';
import type {CallTotal, Cell, HopSummary, Matrix} from './cell.js';
import type {HopTold, Reason} from './record.js';

/** How a cell is, whether it ran or not. */
export type CellWord = HopSummary['outcome'] | 'not run';

export const CELL_SIGNS: Readonly<Record<CellWord, string>> = {
  good: '✓',
  regression: '✗',
  unmeasured: '?',
  broken: '✗',
  refused: '–',
  'not run': '·',
};

/** What each word means, in a few words. */
export const CELL_MEANINGS: Readonly<Record<CellWord, string>> = {
  good: 'calls within their bounds; nothing changed that nobody knows, or that calls may fare otherwise by and nobody has allowed',
  regression:
    'calls were lost, or something changed that nobody knows, or that calls may fare otherwise by and nobody has allowed',
  unmeasured: 'it ran, and what it cost could not be measured: nothing is said of it',
  broken: 'begun, and could not be brought to its end',
  refused: 'not begun: Istio does not support it, or the lab could not bear it',
  'not run': 'nothing is said of it yet',
};

/** `1.17.5 → 1.18.2`. */
export function hopWords({from, to}: Pick<Cell, 'from' | 'to'>): string {
  return `${from} → ${to}`;
}

/** Versions, or hops that begin with one, the earliest first. */
export function byVersions(one: string, other: string): number {
  return one.localeCompare(other, 'en', {numeric: true});
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

/** `8 %` of all processors; a dash where that could not be seen. */
export function shareText(share: number | undefined): string {
  return share === undefined ? '–' : percentText(share);
}

/** `3 as before`, `1 of 3 otherwise`, `3 as before (1 failed before)`; nothing where none was compared. */
export function scenariosText({scenarios}: Pick<HopSummary, 'scenarios'>): string {
  if (scenarios === undefined) return '–';
  const {compared, otherwise, failedBefore} = scenarios;
  const failed = failedBefore === 0 ? '' : ` (${failedBefore} failed before)`;
  return `${otherwise === 0 ? `${compared} as before` : `${otherwise} of ${compared} otherwise`}${failed}`;
}

/** What was compared in every hop; empty where nothing was. */
export function scenariosSentence({scenarios = []}: Pick<Matrix, 'scenarios'>): string {
  if (scenarios.length === 0) return '';
  return `Before every hop, with versions mixed and after it, these scenarios were run: ${scenarios.join(', ')}.`;
}

/** What a matrix cannot say where every version runs with the same Envoy; empty where each has its own. */
export function envoySentence({proxy}: Pick<Matrix, 'proxy'>): string {
  if (proxy?.kind !== 'stock-envoy') return '';
  return `Every version ran with this same Envoy: what is tested is control planes, agents and configuration, not Istio’s own builds of Envoy.`;
}

/** `2 known (1 not allowed), 3 unknown, 1 scenario verdict, 1 scenario figure`, `none`. */
export function changesText({
  known,
  unknown,
  verdicts,
  figures,
}: Pick<HopSummary, 'known' | 'unknown' | 'verdicts' | 'figures'>): string {
  const alarms = known.filter(({alarm}) => alarm).length;
  const told = [
    ...(known.length === 0 ? [] : [`${known.length} known${alarms === 0 ? '' : ` (${alarms} not allowed)`}`]),
    ...(unknown.length === 0 ? [] : [`${unknown.length} unknown`]),
    ...(verdicts.length === 0 ? [] : [counted(verdicts.length, 'scenario verdict')]),
    ...(figures.length === 0 ? [] : [counted(figures.length, 'scenario figure')]),
  ];
  return told.length === 0 ? 'none' : told.join(', ');
}

/** Of more reasons the rest is in the record. */
const MOST_REASONS = 12;

/** The first reasons as texts, and how many more there are. */
export function reasonTexts(reasons: readonly Reason[]): readonly string[] {
  const more = reasons.length - MOST_REASONS;
  return [
    ...reasons.slice(0, MOST_REASONS).map(({code, text}) => `${code}: ${text}`),
    ...(more > 0 ? [`and ${more} more`] : []),
  ];
}

/** `45 s`, `12 min`, `2 h 5 min`: nobody needs the seconds of hours. */
export function durationText(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Digits in groups of three. */
export function numberText(number: number): string {
  return number.toLocaleString('en-US');
}
