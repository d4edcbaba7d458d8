import {InterruptedError, reasonOf} from '../base/errors.js';
import {actionOf} from './actions/actions.js';
import type {Bench} from './bench.js';
import {judge} from './expectations/expectations.js';
import {note} from './journal.js';
import type {Measured} from './measured.js';
import {measuredText} from './measured-text.js';
import {lookBy, type Looked} from './modes.js';
import {probeOf} from './probes/probes.js';
import type {Judged} from './result.js';
import type {ActionStep, ProbeStep, ScenarioStep} from './scenario.js';
import {resolved, resolvedWhereKnown} from './variables.js';

/** How a step ended. */
export interface StepOutcome {
  readonly ok: boolean;
  readonly evidence: string;
  readonly wanted?: string;
  /** Of a probe, what the judgement is about. */
  readonly measured?: Measured;
  readonly judged?: readonly Judged[];
  /** Samples of calls that came before it. */
  readonly earlier?: readonly Sample[];
}

type JudgedLook = StepOutcome & Looked;
type Sample = Required<Pick<StepOutcome, 'measured' | 'judged'>>;

/** What a step does, in a few words. */
export function stepTitle(step: ScenarioStep): string {
  return step.kind === 'action' ? actionOf(step.key).title(step.value) : probeOf(step.key).title(step.value);
}

/** What a person types for the step in `eastwest shell`. */
export function stepCommands(step: ScenarioStep, {plan}: Pick<Bench, 'plan'>): readonly string[] {
  const kind = step.kind === 'action' ? actionOf(step.key) : probeOf(step.key);
  return kind.commands(step.value, plan);
}

/** The step as a person reads it: its variables filled in, where the lab knows them. */
export async function toldStep<S extends ScenarioStep>(
  step: S,
  world: Pick<Bench, 'plan' | 'kube'>,
): Promise<S> {
  return {...step, value: await resolvedWhereKnown(step.value, world)};
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
    return {ok: false, evidence: reasonOf(error)};
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
  const samples: Sample[] = [];
  const look = async (): Promise<JudgedLook> => {
    try {
      const found = await judgeOnce(step, bench);
      // Every call that was made is told, whatever became of the sample.
      if (found.measured?.kind === 'calls')
        samples.push({measured: found.measured, judged: found.judged ?? []});
      return found;
    } catch (error) {
      if (bench.signal.aborted || error instanceof InterruptedError) throw error;
      return {ok: false, blind: true, evidence: reasonOf(error)};
    }
  };
  const {ok, evidence, wanted, measured, judged} = await lookBy(
    stepTitle(await toldStep(step, bench)),
    step,
    look,
    bench,
  );
  return {
    ok,
    evidence,
    ...(ok || wanted === undefined ? {} : {wanted}),
    ...(measured === undefined ? {} : {measured}),
    ...(judged === undefined ? {} : {judged}),
    earlier: samples.filter((sample) => sample.measured !== measured),
  };
}

/** Measures once and judges it by every expectation; of several that fail, all are told. */
export async function judgeOnce(step: ProbeStep, bench: Bench): Promise<JudgedLook> {
  const measured = await probeOf(step.key).measure(await resolved(step.value, bench), bench);
  const wanted = await resolved(step.expect, bench);
  const judged = wanted.map(({key, value}) => ({key, value, ...judge(key, value, measured)}));
  if (judged.length === 0) return {ok: true, evidence: measuredText(measured), measured};
  const wrong = judged.filter(({ok}) => !ok);
  const told = wrong.length > 0 ? wrong : judged;
  const evidence = [...new Set(told.map((one) => one.evidence))].join('; ');
  const ok = wrong.length === 0;
  return {ok, evidence, measured, judged, wanted: told.map((one) => one.wanted).join('; ')};
}
