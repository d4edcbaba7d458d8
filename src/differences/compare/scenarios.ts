import type {MeasuredCalls, ScenarioFigures} from '../state.js';
import type {Seen} from './difference.js';

/** Distances of two shares, in standard deviations, that chance shows in one of a million comparisons. */
const FAR = 5;
/** A median that has moved by less is what a machine at work does. */
const SLOWER_TIMES = 3;
const SLOWER_MS = 50;
const ENOUGH_CALLS = 20;
/** More kinds of answers than that are no kinds: something of each call stands in its answer. */
const MOST_ANSWERS = 10;

/**
 * What the packs measured otherwise. Verdicts are compared where a scenario was run in both states; shares and latencies
 * only by what chance and a busy machine do not do.
 */
export function scenarioChanges(
  before: readonly ScenarioFigures[],
  after: readonly ScenarioFigures[],
): readonly Seen[] {
  const now = new Map(after.map((scenario) => [scenario.id, scenario]));
  return before.flatMap((was) => {
    const is = now.get(was.id);
    if (is === undefined) return [];
    const seen = (path: string, one: unknown, other: unknown): Seen => ({
      section: 'scenarios',
      cluster: '',
      resource: was.id,
      path,
      before: one,
      after: other,
    });
    if (was.verdict !== is.verdict) return [seen('verdict', was.verdict, `${is.verdict}: ${is.evidence}`)];
    return was.measured.flatMap((one) => {
      const other = is.measured.find(({name}) => name === one.name);
      return other === undefined ? [] : measuredChanges(one, other, seen);
    });
  });
}

function measuredChanges(
  one: MeasuredCalls,
  other: MeasuredCalls,
  seen: (path: string, one: unknown, other: unknown) => Seen,
): readonly Seen[] {
  const answers = [...new Set([...Object.keys(one.answers), ...Object.keys(other.answers)])];
  const shares = answers.length > MOST_ANSWERS ? [] : answers;
  const moved = shares.flatMap((answer) => {
    const [was, is] = [one, other].map((calls) => calls.answers[answer] ?? 0);
    return isFar(was ?? 0, one.calls, is ?? 0, other.calls)
      ? [seen(`${one.name}: share of ${answer}`, `${was} of ${one.calls}`, `${is} of ${other.calls}`)]
      : [];
  });
  const slower =
    Math.min(one.calls, other.calls) >= ENOUGH_CALLS &&
    other.p50Ms > one.p50Ms * SLOWER_TIMES &&
    other.p50Ms - one.p50Ms > SLOWER_MS;
  return slower ? [...moved, seen(`${one.name}: median`, `${one.p50Ms} ms`, `${other.p50Ms} ms`)] : moved;
}

/** Whether two shares are farther apart than chance brings them, by the usual test of two proportions. */
function isFar(was: number, wasOf: number, is: number, isOf: number): boolean {
  if (wasOf === 0 || isOf === 0) return false;
  const both = (was + is) / (wasOf + isOf);
  const deviation = Math.sqrt(both * (1 - both) * (1 / wasOf + 1 / isOf));
  return deviation > 0 && Math.abs(was / wasOf - is / isOf) / deviation > FAR;
}
