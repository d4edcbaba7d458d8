import {InterruptedError, reasonOf} from '../base/errors.js';
import {actionOf} from './actions/actions.js';
import type {Plan} from '../plan/plan.js';
import type {Bench} from './bench.js';
import {judge} from './expectations/expectations.js';
import {note, ownersNoted, takeBackAll} from './journal.js';
import type {Measured} from './measured.js';
import {missingOf, unmetNeed} from './needs.js';
import {probeOf} from './probes/probes.js';
import {judgeOnce, runStep, type StepOutcome} from './run-step.js';
import type {ProbeStep, Scenario, ScenarioStep} from './scenario.js';
import {readable, resolved} from './variables.js';

/** Why a scenario cannot be walked through. */
export type Hindrance =
  | {readonly kind: 'capability'; readonly name: string}
  | {readonly kind: 'not ready'; readonly reason: string};

/** Whose changes the lab bears: nobody's, this walk's, or (also) another's. */
export type Standing = 'clean' | 'own' | 'foreign';

/** What the lab lacks for this scenario. Waits a little, as a run does. */
export async function hindranceTo(scenario: Scenario, bench: Bench): Promise<Hindrance | undefined> {
  const name = missingOf(scenario, bench.plan);
  if (name !== undefined) return {kind: 'capability', name};
  const reason = await unmetNeed(scenario, bench);
  return reason === undefined ? undefined : {kind: 'not ready', reason};
}

export async function standingOf(scenario: Scenario, bench: Bench): Promise<Standing> {
  const owners = await ownersNoted(bench);
  if (owners.length === 0) return 'clean';
  return owners.every((owner) => owner === ownerOf(scenario)) ? 'own' : 'foreign';
}

/** Notes what will take the step's change back, so that a person may now make it by hand. */
export async function prepareStep(step: ScenarioStep, scenario: Scenario, bench: Bench): Promise<void> {
  if (step.kind === 'probe') return;
  const value = await resolved(step.value, bench);
  for (const undo of await actionOf(step.key).undo(value, bench)) await note(ownerOf(scenario), undo, bench);
}

/** Does the step, as a run does. */
export async function doStep(step: ScenarioStep, scenario: Scenario, bench: Bench): Promise<StepOutcome> {
  return runStep(step, ownerOf(scenario), bench);
}

/**
 * Judges without doing: of a probe one measurement; of an action, whether the lab is as the action would make it.
 * `since` is when the person began with the step.
 */
export async function lookStep(step: ScenarioStep, bench: Bench, since: Date): Promise<StepOutcome> {
  try {
    if (step.kind === 'probe') {
      const outcome = await judgeOnce(step, bench);
      return step.neverMs > 0 ? {...outcome, ok: !outcome.ok} : outcome;
    }
    const value = await resolved(step.value, bench);
    const {done, seen} = await actionOf(step.key).check(value, bench, since);
    return {ok: done, evidence: seen};
  } catch (error) {
    if (bench.signal.aborted || error instanceof InterruptedError) throw new InterruptedError();
    return {ok: false, evidence: reasonOf(error)};
  }
}

/** Of each expectation of a probe, in order, whether it holds for what was measured. */
export async function heldBy(step: ProbeStep, measured: Measured, bench: Bench): Promise<readonly boolean[]> {
  const wanted = await resolved(step.expect, bench);
  return wanted.map(({key, value}) => judge(key, value, measured).ok);
}

/** A measurement without a judgement. */
export async function measureStep(step: ProbeStep, bench: Bench): Promise<Measured> {
  return probeOf(step.key).measure(await resolved(step.value, bench), bench);
}

/** What kind of thing a probe measures. */
export function measuredKind({key}: ProbeStep): Measured['kind'] {
  return probeOf(key).gives;
}

/** The step with each `${…}` in it replaced by what stands for it in this lab. */
export async function resolvedStep<S extends ScenarioStep>(step: S, bench: Bench): Promise<S> {
  const value = await resolved(step.value, bench);
  return step.kind === 'action'
    ? {...step, value}
    : {...step, value, expect: await resolved(step.expect, bench)};
}

/** The step as one reads it where there is no lab to ask; `addressWords` tells what the lab would give. */
export function readableStep<S extends ScenarioStep>(
  step: S,
  plan: Plan,
  addressWords: (service: string, cluster: string) => string,
): S {
  const read = <V>(part: V): V => readable(part, plan, addressWords);
  return step.kind === 'action'
    ? {...step, value: read(step.value)}
    : {...step, value: read(step.value), expect: read(step.expect)};
}

/** Takes back whatever is noted in the lab; resolves to what could not be. */
export async function takeBack(bench: Bench): Promise<readonly string[]> {
  return (await takeBackAll(bench)).leftBehind;
}

/** Apart from the owner of a run's changes: a run that was killed is no walk that one can come back to. */
function ownerOf({id}: Scenario): string {
  return `${id}, walkthrough`;
}
