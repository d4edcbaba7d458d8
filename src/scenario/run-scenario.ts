import {messageOf} from '../base/errors.js';
import type {Bench, RunOptions, World} from './bench.js';
import {DEADLINES} from './deadlines.js';
import {explained} from './explained.js';
import {takeBackAll} from './journal.js';
import {leftoversSince} from './leftovers.js';
import {missingOf, unmetNeed} from './needs.js';
import type {ScenarioResult, StepResult, Verdict} from './result.js';
import {shortened} from './probes/call/answers.js';
import {runStep, stepCommands, stepTitle, toldStep} from './run-step.js';
import type {Scenario, ScenarioStep} from './scenario.js';
import {snapshotOf, type Snapshot} from './snapshot.js';
import {translationsOf} from './text.js';

interface Course {
  readonly scenario: Scenario;
  readonly world: World;
  readonly options: RunOptions;
  readonly steps: StepResult[];
  /** In milliseconds since 1970. */
  readonly begunAt: number;
}

interface Ending {
  readonly verdict: Verdict;
  readonly evidence: string;
}

const GIVEN = 'given';
const CATCH = 'catch';
const FINALLY = 'finally';
const INTERRUPTED: Ending = {verdict: 'interrupted', evidence: 'interrupted'};

/** Runs one scenario to its verdict and puts the lab back as it was, whatever happens. */
export async function runScenario(
  scenario: Scenario,
  world: World,
  options: RunOptions,
): Promise<ScenarioResult> {
  const begunAt = world.clock.date().getTime();
  const course: Course = {scenario, world, options, steps: [], begunAt};
  const startMs = world.clock.nowMs();
  tell(course, 'begun');
  const start = await begin(course);
  const ending = start.before === undefined ? start.hindrance : await claim(course);
  const early = ending.verdict === 'failed' ? await explained(course) : {};
  const leftBehind = start.before === undefined ? [] : await restore(course, start.before);
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
    ...(spoiled ? await explained(course) : early),
  };
  tell(course, result.verdict, result);
  return result;
}

/** How the clusters are before the scenario, or why it cannot begin; then there is nothing to take back either. */
async function begin({
  scenario,
  world,
  options: {signal},
}: Course): Promise<{before: Snapshot} | {before?: undefined; hindrance: Ending}> {
  const missing = missingOf(scenario, world.plan);
  if (missing !== undefined) return {hindrance: {verdict: 'skipped', evidence: `requires ${missing}`}};
  const notReady = (reason: string) =>
    ({hindrance: {verdict: 'failed', evidence: `not ready: ${reason}`}}) as const;
  const bench: Bench = {...world, signal, say: () => undefined};
  try {
    const {leftBehind} = await takeBackAll(bench);
    const reason = leftBehind.length > 0 ? leftBehind.join('; ') : await unmetNeed(scenario, bench);
    if (signal.aborted) return {hindrance: INTERRUPTED};
    return reason === undefined ? {before: await snapshotOf(world)} : notReady(reason);
  } catch (error) {
    return signal.aborted ? {hindrance: INTERRUPTED} : notReady(messageOf(error));
  }
}

/** What is given, then the phases, up to the first step that fails. */
async function claim(course: Course): Promise<Ending> {
  const {scenario, options, steps} = course;
  try {
    const unready = await failureIn(course, GIVEN, scenario.given);
    if (unready !== undefined) return await failed(course, `not ready: ${unready}`);
    for (const phase of scenario.phases) {
      const failure = await failureIn(course, phase.name, phase.steps);
      if (failure !== undefined) return await failed(course, failure);
    }
    return {verdict: 'passed', evidence: proofOf(scenario, steps)};
  } catch (error) {
    return options.signal.aborted ? INTERRUPTED : {verdict: 'failed', evidence: messageOf(error)};
  }
}

/** The steps of one phase, up to the first that fails; says how it failed. */
async function failureIn(
  course: Course,
  phase: string,
  steps: readonly ScenarioStep[],
): Promise<string | undefined> {
  if (steps.length > 0) tellPhase(course, phase);
  for (const step of steps) {
    const result = await stepResult(course, phase, step, course.scenario.id, course.options.signal);
    if (!result.ok) return failureText(result);
  }
  return undefined;
}

/** Looks where the scenario wants to have looked when it failed, as long as what it changed is still there. */
async function failed(course: Course, evidence: string): Promise<Ending> {
  const {scenario, options} = course;
  const looks: string[] = [];
  if (scenario.catch.length > 0) tellPhase(course, CATCH);
  for (const step of scenario.catch) {
    const result = await stepResult(course, CATCH, step, undefined, options.signal);
    looks.push(`${result.title}: ${shortened(result.evidence)}`);
  }
  return {verdict: 'failed', evidence: [evidence, ...looks].join('; ')};
}

/**
 * Takes back what was changed, then `finally`, whose changes are noted and taken back like any other; with a signal
 * and a time of its own. Says what it could not do, and what of the clusters is not as it was before.
 */
async function restore(course: Course, before: Snapshot): Promise<readonly string[]> {
  const {scenario, world} = course;
  const {signal} = new AbortController();
  const startMs = world.clock.nowMs();
  const left: string[] = [];
  const sayAs = (state: 'running' | 'seen') => (text: string) => sayUndo(course, state, text);
  const takenBack = async (): Promise<readonly string[]> =>
    (await takeBackAll({...world, signal, say: sayAs('seen')}, sayAs('running'))).leftBehind;
  try {
    let notTakenBack = await takenBack();
    if (scenario.finally.length > 0) tellPhase(course, FINALLY);
    for (const step of scenario.finally) {
      if (world.clock.nowMs() - startMs > DEADLINES.cleanupMs) {
        left.push(`${stepTitle(step)}: no time left for it`);
        continue;
      }
      const result = await stepResult(course, FINALLY, step, scenario.id, signal);
      if (!result.ok) left.push(failureText(result));
    }
    if (scenario.finally.some(({kind}) => kind === 'action')) notTakenBack = await takenBack();
    left.push(...notTakenBack);
  } catch (error) {
    left.push(messageOf(error));
  }
  return [...left, ...(await leftoversSince(before, world, signal))];
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
  const at = (): string => world.clock.date().toISOString();
  const {kind} = step;
  const readable = await toldStep(step, world);
  const commands = stepCommands(readable, world);
  const common = {phase, title: stepTitle(readable), explain: step.explain.en, kind, commands};
  const explainIn = translationsOf(step.explain);
  const translated = explainIn === undefined ? {} : {explainIn};
  const event = {type: 'scenarioStep', scenario: scenario.id, ...common, ...translated} as const;
  const begunAt = at();
  options.emit({...event, state: 'running', at: begunAt});
  const seen = (text: string): void => options.emit({...event, state: 'seen', at: at(), text});
  const begun = {scenario: course.begunAt, step: world.clock.date().getTime()};
  const bench: Bench = {...world, signal, say: seen, begun};
  const {measured, judged = [], earlier = [], ...outcome} = await runStep(step, owner, bench);
  const told = {type: 'measured', scenario: scenario.id, phase, title: common.title} as const;
  for (const sample of earlier) options.emit({...told, at: at(), ...sample, superseded: true});
  if (measured !== undefined) options.emit({...told, at: at(), measured, judged});
  const result = {...common, at: begunAt, ...outcome, seconds: secondsSince(course, startMs)};
  steps.push(result);
  const state = result.ok ? 'passed' : 'failed';
  const text = result.ok ? result.evidence : failureText(result);
  options.emit({...event, ...outcomeOf(result), state, at: at(), text});
  return result;
}

function outcomeOf({
  evidence,
  wanted,
  seconds,
}: StepResult): Pick<StepResult, 'evidence' | 'wanted' | 'seconds'> {
  return {evidence, seconds, ...(wanted === undefined ? {} : {wanted})};
}

/** What the last phase measured: a scenario builds up to it. */
function proofOf({phases}: Scenario, steps: readonly StepResult[]): string {
  const last = phases.at(-1);
  const proofs = steps.filter(({phase, kind}) => phase === last?.name && kind === 'probe');
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
  const titleIn = translationsOf(scenario.title);
  const told = {title: scenario.title.en, ...(titleIn === undefined ? {} : {titleIn})};
  const more = result === undefined ? {} : endingOf(result);
  options.emit({type: 'scenario', id, ...told, state, at: world.clock.date().toISOString(), ...more});
}

function endingOf({
  evidence,
  seconds,
  leftBehind,
}: ScenarioResult): Pick<ScenarioResult, 'evidence' | 'seconds' | 'leftBehind'> {
  return {evidence, seconds, leftBehind};
}

function tellPhase({scenario, world, options}: Course, phase: string): void {
  options.emit({type: 'phase', scenario: scenario.id, phase, at: world.clock.date().toISOString()});
}

function sayUndo({scenario, world, options}: Course, state: 'running' | 'seen', title: string): void {
  const at = world.clock.date().toISOString();
  const explain = 'What the scenario has changed is taken back.';
  const common = {type: 'scenarioStep', scenario: scenario.id, phase: FINALLY, title, explain} as const;
  options.emit({...common, kind: 'undo', commands: [], state, at});
}
