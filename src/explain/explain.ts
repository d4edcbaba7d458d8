import {InterruptedError, messageOf} from '../base/errors.js';
import {CHECKS, type CheckReport, type Explanation} from '../findings/index.js';
import {CHAIN} from './chain.js';
import type {Check} from './check.js';
import {findingOf, type Fault, type Judged} from './judged.js';
import {sceneOf, type LabReach, type Scene} from './scene.js';

/**
 * How long a state that may pass is looked at again: five seconds, but not beyond the eighth of the whole, so that the
 * first finding stands within ten; where the chain has come late to a check, at least a moment, up to the ninth.
 * A check that was given no answer at all, as by a machine on which everything has just been started, has nothing that
 * could settle: it asks again for as long as the whole may take.
 */
const SETTLE_MS = 5000;
const FINDING_MS = 8000;
const LEAST_MS = 2500;
const WHOLE_MS = 9000;
const UNSEEN_MS = 13_500;
const PAUSES_MS = [250, 500, 1000];

export interface ExplainOptions {
  readonly signal: AbortSignal;
  /** Called with each verdict, in the order of the chain. */
  readonly onVerdict?: (report: CheckReport) => void;
  /** The checks; all of them unless given. */
  readonly chain?: readonly Check[];
}

interface Outcome {
  readonly check: Check;
  readonly report: CheckReport;
  readonly fault?: Fault;
}

/**
 * Goes through the chain up to the first link that does not hold. All checks begin to look at once; verdicts come in
 * order. Changes nothing.
 */
export async function explain(reach: LabReach, options: ExplainOptions): Promise<Explanation> {
  const {chain = CHAIN, onVerdict = () => undefined} = options;
  const {clock, plan} = reach;
  const startMs = clock.nowMs();
  const at = clock.date().toISOString();
  const end = new AbortController();
  const signal = AbortSignal.any([options.signal, end.signal]);
  const first = sceneOf(reach, signal);
  const early = chain.map((check) => ({check, looking: examined(check, first)}));
  const checks: CheckReport[] = [];
  let broken: Outcome | undefined;
  try {
    for (const {check, looking} of early) {
      if (options.signal.aborted) throw new InterruptedError();
      const outcome =
        broken === undefined
          ? await verdict(check, await looking, reach, {signal, startMs})
          : {check, report: notJudged(check, broken.report)};
      if (broken === undefined && outcome.report.state !== 'ok') broken = outcome;
      checks.push(outcome.report);
      onVerdict(outcome.report);
    }
  } finally {
    end.abort();
  }
  const {supply, proxy} = plan.supplied;
  return {
    format: 1,
    lab: plan.lab,
    at,
    seconds: secondsSince(reach, startMs),
    verdict: broken === undefined ? 'healthy' : broken.fault === undefined ? 'unknown' : 'fault',
    ...(broken?.fault === undefined ? {} : {finding: findingOf(broken.fault, broken.check.id)}),
    checks,
    measured: {supply, proxy: {kind: proxy.kind, version: proxy.version}},
  };
}

type Look = {readonly judged: Judged} | {readonly failed: string};

async function examined(check: Check, scene: Scene): Promise<Look> {
  try {
    return {judged: await check.examine(scene)};
  } catch (error) {
    return {failed: messageOf(error)};
  }
}

/** The verdict on one link; what may pass, and what could not be seen, is looked at again until its time is over. */
async function verdict(
  check: Check,
  first: Look,
  reach: LabReach,
  {signal, startMs}: {signal: AbortSignal; startMs: number},
): Promise<Outcome> {
  const {clock} = reach;
  const untilMs = ('failed' in first ? UNSEEN_MS : settledBy(clock.nowMs() - startMs)) + startMs;
  let look = first;
  for (let attempt = 0; !isFinal(look) && clock.nowMs() < untilMs; attempt++) {
    await clock.sleep(PAUSES_MS[Math.min(attempt, PAUSES_MS.length - 1)] ?? 1000, signal);
    const next = await examinedBy(untilMs, check, reach, signal);
    // One that has not come to its end says nothing: what was seen last counts.
    if (next === undefined) break;
    look = next;
  }
  return outcomeOf(check, look, secondsSince(reach, startMs));
}

/** One more look, which is broken off when its time is over; undefined then. */
async function examinedBy(
  untilMs: number,
  check: Check,
  reach: LabReach,
  signal: AbortSignal,
): Promise<Look | undefined> {
  const {clock} = reach;
  const leftMs = untilMs - clock.nowMs();
  if (leftMs <= 0) return undefined;
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const looking = examined(check, sceneOf(reach, either));
  const late = clock.sleep(leftMs, either).then(
    () => undefined,
    // The look is over, or all is.
    () => looking,
  );
  try {
    return await Promise.race([looking, late]);
  } finally {
    over.abort();
  }
}

/** In milliseconds since the beginning. Pure. */
export function settledBy(sinceStartMs: number): number {
  const usual = Math.min(sinceStartMs + SETTLE_MS, FINDING_MS);
  return Math.min(Math.max(usual, sinceStartMs + LEAST_MS), WHOLE_MS);
}

function isFinal(look: Look): boolean {
  if ('failed' in look) return false;
  const {faults, pending} = look.judged;
  if (faults.some(({mayPass}) => !mayPass)) return true;
  return faults.length === 0 && pending === undefined;
}

function outcomeOf(check: Check, look: Look, seconds: number): Outcome {
  const {id, looked} = check;
  const common = {id, title: CHECKS[id].title, looked, seconds};
  if ('failed' in look) {
    return {check, report: {...common, state: 'unknown', evidence: [], reason: look.failed}};
  }
  const {evidence, faults, pending} = look.judged;
  // What is certain comes before what might have been a moment's.
  const fault = faults.find(({mayPass}) => !mayPass) ?? faults[0];
  if (fault !== undefined) return {check, report: {...common, state: 'fault', evidence}, fault};
  if (pending !== undefined) return {check, report: {...common, state: 'unknown', evidence, reason: pending}};
  return {check, report: {...common, state: 'ok', evidence}};
}

function notJudged({id, looked}: Check, broken: CheckReport): CheckReport {
  const {title, judges} = CHECKS[id];
  const reason = `${judges} cannot be judged before ${broken.title} is right`;
  return {id, title, looked, state: 'not-judged', evidence: [], reason, seconds: broken.seconds};
}

function secondsSince({clock}: LabReach, startMs: number): number {
  return Math.round((clock.nowMs() - startMs) / 100) / 10;
}
