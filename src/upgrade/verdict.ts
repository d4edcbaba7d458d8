import {judgeTraffic, type TrafficFigures} from '../traffic/index.js';
import {alarmText, changesOf} from './changes.js';
import {isJudged} from './hop.js';
import type {HopVerdict, Reason, StatesJudged} from './hop-parts.js';
import {faultsOf} from './precheck/precheck.js';
import type {CheckRow} from './precheck/row.js';
import type {Thresholds} from './thresholds.js';

/** What a hop is judged by. */
export interface Judged {
  /** What became of the calls, or why nobody could make them; left out where nobody was to call. */
  readonly traffic?: {readonly figures: TrafficFigures} | {readonly missing: string};
  /** Left out where no state was to be taken. */
  readonly states?: StatesJudged;
  /** Of the checks that were made again afterwards. */
  readonly rows: readonly CheckRow[];
  readonly now: HopVerdict['now'];
}

/**
 * Whether a hop was good: calls within their bounds, no alarm among what has changed, and nothing broken that the checks
 * know. What could not be measured is no good sign. Pure.
 */
export function verdictOf({traffic, states, rows, now}: Judged, thresholds: Thresholds): HopVerdict {
  const judgement = states !== undefined && 'judgement' in states ? states.judgement : undefined;
  const changes = judgement === undefined ? [] : changesOf(judgement);
  const reasons: readonly Reason[] = [
    ...trafficReasons(traffic, thresholds),
    ...(states !== undefined && 'missing' in states ? [unmeasured(states.missing)] : []),
    ...changes
      .filter(({alarm}) => alarm)
      .map((change): Reason => ({code: 'UPGRADE-CHANGED', text: alarmText(change)})),
    ...faultsOf(rows).map(({code, seen}): Reason => ({code: 'UPGRADE-BROKEN', text: `${code}: ${seen}`})),
  ];
  return {
    good: reasons.length === 0,
    reasons,
    figures: traffic !== undefined && 'figures' in traffic ? traffic.figures : null,
    changes,
    allowed: judgement?.allowed ?? [],
    rows,
    now,
  };
}

/** Of calls that go on while packs change the lab only the figures are told. */
function trafficReasons(traffic: Judged['traffic'], {maxFailed, maxGapMs}: Thresholds): readonly Reason[] {
  if (traffic === undefined) return [];
  if ('missing' in traffic) return [unmeasured(traffic.missing)];
  const {figures} = traffic;
  const {verdict, reasons} = judgeTraffic(figures, {
    maxFailed,
    ...(maxGapMs === undefined ? {} : {maxGapMs}),
    phases: figures.phases.filter(isJudged),
  });
  const code = verdict === 'failed' ? 'UPGRADE-CALLS' : 'UPGRADE-UNMEASURED';
  return reasons.map((text) => ({code, text}));
}

function unmeasured(text: string): Reason {
  return {code: 'UPGRADE-UNMEASURED', text};
}
