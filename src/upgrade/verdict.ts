import type {Change, HopVerdict, Reason, TrafficVerdict} from './hop-parts.js';
import {faultsOf} from './precheck/precheck.js';
import type {CheckRow} from './precheck/row.js';
import type {Thresholds} from './thresholds.js';

/** What a hop is judged by. */
export interface Judged {
  /** Left out where nobody called. */
  readonly traffic?: {readonly figures: unknown; readonly verdict: TrafficVerdict};
  readonly changes: readonly Change[];
  /** Of the checks that were made again afterwards. */
  readonly rows: readonly CheckRow[];
  readonly now: HopVerdict['now'];
}

/**
 * Whether a hop was good: calls within their bounds, no change that nobody knows or has allowed, and nothing broken that
 * the checks know. Calls that could not be measured are no good sign. Pure.
 */
export function verdictOf({traffic, changes, rows, now}: Judged, {allow}: Thresholds): HopVerdict {
  const isAllowed = ({known, name}: Change): boolean => known && allow.includes(name);
  const reasons: readonly Reason[] = [
    ...trafficReasons(traffic?.verdict),
    ...changes.filter((one) => !isAllowed(one)).map(changeReason),
    ...faultsOf(rows).map(({code, seen}): Reason => ({code: 'UPGRADE-BROKEN', text: `${code}: ${seen}`})),
  ];
  return {
    good: reasons.length === 0,
    reasons,
    figures: traffic?.figures ?? null,
    changes,
    allowed: changes.filter(isAllowed).map(({name}) => name),
    rows,
    now,
  };
}

function trafficReasons(verdict: TrafficVerdict | undefined): readonly Reason[] {
  if (verdict === undefined || verdict.verdict === 'passed') return [];
  const code = verdict.verdict === 'failed' ? 'UPGRADE-CALLS' : 'UPGRADE-UNMEASURED';
  return verdict.reasons.map((text) => ({code, text}));
}

function changeReason({known, name, text}: Change): Reason {
  const told = known ? `${name}, a known change that is not allowed: ${text}` : `unknown: ${text}`;
  return {code: 'UPGRADE-CHANGED', text: told};
}
