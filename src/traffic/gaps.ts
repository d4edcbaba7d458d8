import {silences} from '../scenario/expectations/longest-gap/longest-gap.js';
import type {TrafficCall} from './lines.js';
import type {Span} from './phases.js';

/**
 * The longest time without a good answer by phase, in ms. A gap counts whole in the phase in which it began, where its
 * cause is; of one that lasts into a later phase, that phase is told the part that it has of it. Pure.
 */
export function longestGaps(
  calls: readonly TrafficCall[],
  spans: readonly Span[],
): ReadonlyMap<string, number> {
  const longest = new Map<string, number>();
  for (const {fromMs, toMs} of silences(calls)) {
    for (const span of spans) {
      if (span.toMs <= fromMs || span.fromMs >= toMs) continue;
      const ms = span.fromMs <= fromMs ? toMs - fromMs : Math.min(toMs, span.toMs) - span.fromMs;
      longest.set(span.phase, Math.max(longest.get(span.phase) ?? 0, ms));
    }
  }
  return longest;
}
