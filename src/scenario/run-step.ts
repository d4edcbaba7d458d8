import {InterruptedError, messageOf} from '../base/errors.js';
import {waitFor, type Look} from '../base/wait-for.js';
import {actionOf} from './actions/actions.js';
import type {Bench} from './bench.js';
import {judge} from './expectations/expectations.js';
import {note} from './journal.js';
import type {Measured} from './measured.js';
import {probeOf} from './probes/probes.js';
import type {ActionStep, ProbeStep, ScenarioStep} from './scenario.js';
import {resolved} from './variables.js';

/** How a step ended. */
export interface StepOutcome {
  readonly ok: boolean;
  readonly evidence: string;
  readonly wanted?: string;
  /** Of a probe, what the judgement is about. */
  readonly measured?: Measured;
}

/** What a step does, in a few words. */
export function stepTitle(step: ScenarioStep): string {
  return step.kind === 'action' ? actionOf(step.key).title(step.value) : probeOf(step.key).title(step.value);
}

/** Does one step. A failure is an outcome; only an interruption is thrown. */
export async function runStep(
  step: ScenarioStep,
  owner: string | undefined,
  bench: Bench,
): Promise<StepOutcome> {
  try {
    return await (step.kind === 'action' ? act(step, owner, bench) : measure(step, bench));
  } catch (error) {
    if (bench.signal.aborted || error instanceof InterruptedError) throw new InterruptedError();
    return {ok: false, evidence: messageOf(error)};
  }
}

/** With an owner, what takes the change back is noted before it is made. */
async function act(step: ActionStep, owner: string | undefined, bench: Bench): Promise<StepOutcome> {
  const action = actionOf(step.key);
  const value = await resolved(step.value, bench);
  if (owner !== undefined) {
    for (const undo of await action.undo(value, bench)) await note(owner, undo, bench);
  }
  return {ok: true, evidence: await action.run(value, bench)};
}

async function measure(step: ProbeStep, bench: Bench): Promise<StepOutcome> {
  let last: StepOutcome = {ok: false, evidence: 'nothing was measured'};
  const look = async (): Promise<Look> => {
    last = await judgeOnce(step, bench).catch((error: unknown) => {
      if (bench.signal.aborted || error instanceof InterruptedError) throw error;
      return {ok: false, evidence: messageOf(error)};
    });
    return {done: last.ok, seen: last.evidence};
  };
  if (step.withinMs === 0) {
    await look();
    return last;
  }
  const {signal, clock, say} = bench;
  try {
    await waitFor(stepTitle(step), look, {deadlineMs: step.withinMs, signal, clock, onSeen: say});
    return last;
  } catch (error) {
    if (signal.aborted || error instanceof InterruptedError) throw error;
    return {...last, ok: false, evidence: `${last.evidence} (after ${Math.round(step.withinMs / 1000)} s)`};
  }
}

/** Measures once and judges it by every expectation; of several that fail, all are told. */
async function judgeOnce(step: ProbeStep, bench: Bench): Promise<StepOutcome> {
  const measured = await probeOf(step.key).measure(await resolved(step.value, bench), bench);
  const wanted = await resolved(step.expect, bench);
  const judged = wanted.map(({key, value}) => judge(key, value, measured));
  const wrong = judged.filter(({ok}) => !ok);
  const told = wrong.length > 0 ? wrong : judged;
  const evidence = [...new Set(told.map((one) => one.evidence))].join('; ');
  if (wrong.length === 0) return {ok: true, evidence, measured};
  return {ok: false, evidence, measured, wanted: wrong.map((one) => one.wanted).join('; ')};
}
