/** Scenario files in, results out: scripted exercises that are judged on the running lab. */
export type {Bench, RunOptions, World} from './bench.js';
export {
  doStep,
  heldBy,
  hindranceTo,
  lookStep,
  measuredKind,
  measureStep,
  prepareStep,
  readableStep,
  resolvedStep,
  standingOf,
  takeBack,
  type Hindrance,
} from './by-hand.js';
export {readCount, readShare, type Asked} from './compare.js';
export type {EXPECTATIONS, ExpectationKey} from './expectations/expectations.js';
export {discover} from './files.js';
export {labFacts} from './lab-facts.js';
export {lintFiles, type Finding} from './lint/lint.js';
export {loadScenarios} from './load.js';
export type {Call, Endpoint, Measured} from './measured.js';
export {newScenario, SCENARIO_ID} from './new-scenario.js';
export type {RunBegunEvent, RunEndedEvent, RunEvent, ScenarioResult, StepResult, Verdict} from './result.js';
export {stepCommands, stepTitle, toldStep, type StepOutcome} from './run-step.js';
export {runScenarios} from './run.js';
export type {ProbeStep, Scenario, ScenarioStep} from './scenario.js';
export {LANGUAGES, told, type Language, type Text} from './text.js';
