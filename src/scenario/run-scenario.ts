import {messageOf} from '../base/errors.js';
import type {Bench, RunOptions, World} from './bench.js';
import {DEADLINES} from './deadlines.js';
import {takeBackAll} from './journal.js';
import {missingCapability, unmetNeed} from './needs.js';
import type {ScenarioResult, StepResult, Verdict} from './result.js';
import {runStep, stepTitle} from './run-step.js';
import type {Scenario, ScenarioStep} from './scenario.js';

interface Course {
  readonly scenario: Scenario;
  readonly world: World;
  readonly options: RunOptions;
  readonly steps: StepResult[];
}

interface Ending {
  readonly verdict: Verdict;
  readonly evidence: string;
}

const FINALLY = 'finally';
const INTERRUPTED: Ending = {verdict: 'interrupted', evidence: 'interrupted'};

/** Runs one scenario to its verdict and puts the lab back as it was, whatever happens. */
export async function runScenario(
  scenario: Scenario,
  world: World,
  options: RunOptions,
): Promise<ScenarioResult> {
  const course: Course = {scenario, world, options, steps: []};
  const startMs = world.clock.nowMs();
  tell(course, 'begun');
  const hindrance = await hindranceTo(course);
  const ending = hindrance ?? (await claim(course));
  const leftBehind = hindrance === undefined ? await restore(course) : [];
  const spoiled = leftBehind.length > 0 && ending.verdict === 'passed';
  const {id, pack, name} = scenario;
  const result: ScenarioResult = {
    id,
    pack,
    name,
    title: scenario.title.en,
    verdict: spoiled ? 'failed' : ending.verdict,
    evidence:
      leftBehind.length > 0 ? `${ending.evidence}; left behind: ${leftBehind.join('; ')}` : ending.evidence,
    seconds: secondsSince(course, startMs),
    steps: course.steps,
    leftBehind,
  };
  tell(course, result.verdict, result);
  return result;
}

/** Why the scenario cannot begin, if so; then there is nothing to take back either. */
async function hindranceTo({scenario, world, options: {signal}}: Course): Promise<Ending | undefined> {
  const missing = missingCapability(scenario, world);
  if (missing !== undefined) return {verdict: 'skipped', evidence: `requires ${missing}`};
  const bench: Bench = {...world, signal, say: () => undefined};
  try {
    const {leftBehind} = await takeBackAll(bench);
    const reason = leftBehind.length > 0 ? leftBehind.join('; ') : await unmetNeed(scenario, bench);
    if (signal.aborted) return INTERRUPTED;
    return reason === undefined ? undefined : {verdict: 'failed', evidence: `not ready: ${reason}`};
  } catch (error) {
    return signal.aborted ? INTERRUPTED : {verdict: 'failed', evidence: `not ready: ${messageOf(error)}`};
  }
}

/** The phases, up to the first step that fails. */
async function claim(course: Course): Promise<Ending> {
  const {scenario, options, steps} = course;
  try {
    for (const phase of scenario.phases) {
      tellPhase(course, phase.name);
      for (const step of phase.steps) {
        const result = await stepResult(course, phase.name, step, scenario.id, options.signal);
        if (!result.ok) return {verdict: 'failed', evidence: failureText(result)};
      }
    }
    return {verdict: 'passed', evidence: proofOf(scenario, steps)};
  } catch (error) {
    return options.signal.aborted ? INTERRUPTED : {verdict: 'failed', evidence: messageOf(error)};
  }
}

/** Takes back what was changed, then `finally`; with a signal and a time of its own. Says what it could not do. */
async function restore(course: Course): Promise<readonly string[]> {
  const {scenario, world} = course;
  const {signal} = new AbortController();
  const startMs = world.clock.nowMs();
  const left: string[] = [];
  try {
    left.push(
      ...(await takeBackAll({...world, signal, say: (text) => say(course, FINALLY, text)})).leftBehind,
    );
    if (scenario.finally.length > 0) tellPhase(course, FINALLY);
    for (const step of scenario.finally) {
      if (world.clock.nowMs() - startMs > DEADLINES.cleanupMs) {
        left.push(`${stepTitle(step)}: no time left for it`);
        continue;
      }
      const result = await stepResult(course, FINALLY, step, undefined, signal);
      if (!result.ok) left.push(failureText(result));
    }
  } catch (error) {
    left.push(messageOf(error));
  }
  return left;
}

async function stepResult(
  course: Course,
  phase: string,
  step: ScenarioStep,
  owner: string | undefined,
  signal: AbortSignal,
): Promise<StepResult> {
  const {world, options, scenario, steps} = course;
  const startMs = world.clock.nowMs();
  const common = {phase, title: stepTitle(step), explain: step.explain.en};
  const event = {type: 'scenarioStep', scenario: scenario.id, ...common} as const;
  const at = (): string => world.clock.date().toISOString();
  options.emit({...event, state: 'running', at: at()});
  const seen = (text: string): void => options.emit({...event, state: 'seen', at: at(), text});
  const {measured, ...outcome} = await runStep(step, owner, {...world, signal, say: seen});
  if (measured !== undefined) {
    const {title} = common;
    options.emit({type: 'measured', scenario: scenario.id, phase, title, at: at(), measured});
  }
  const result: StepResult = {...common, ...outcome, seconds: secondsSince(course, startMs)};
  steps.push(result);
  const state = result.ok ? 'passed' : 'failed';
  const text = result.ok ? result.evidence : failureText(result);
  options.emit({...event, state, at: at(), text, seconds: result.seconds});
  return result;
}

/** What the last phase measured: a scenario builds up to it. */
function proofOf({phases}: Scenario, steps: readonly StepResult[]): string {
  const last = phases.at(-1);
  const measured = new Set(last?.steps.filter(({kind}) => kind === 'probe').map(stepTitle));
  const proofs = steps.filter(({phase, title}) => phase === last?.name && measured.has(title));
  return proofs.map(({evidence}) => evidence).join('; ');
}

function failureText({title, evidence, wanted}: StepResult): string {
  return wanted === undefined ? `${title}: ${evidence}` : `${title}: ${evidence}, wanted ${wanted}`;
}

function secondsSince({world}: Course, startMs: number): number {
  return Math.round((world.clock.nowMs() - startMs) / 100) / 10;
}

function tell({scenario, world, options}: Course, state: 'begun' | Verdict, result?: ScenarioResult): void {
  const {id} = scenario;
  const title = scenario.title.en;
  const more = result === undefined ? {} : {evidence: result.evidence, seconds: result.seconds};
  options.emit({type: 'scenario', id, title, state, at: world.clock.date().toISOString(), ...more});
}

function tellPhase({scenario, world, options}: Course, phase: string): void {
  options.emit({type: 'phase', scenario: scenario.id, phase, at: world.clock.date().toISOString()});
}

function say({scenario, world, options}: Course, phase: string, title: string): void {
  const at = world.clock.date().toISOString();
  const explain = 'What the scenario has changed is taken back.';
  options.emit({type: 'scenarioStep', scenario: scenario.id, phase, title, explain, state: 'running', at});
}
