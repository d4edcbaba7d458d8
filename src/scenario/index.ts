/** Scenario files in, results out: scripted exercises that are judged on the running lab. */
export type {RunOptions, World} from './bench.js';
export {discover} from './files.js';
export {labFacts} from './lab-facts.js';
export {lintFiles, type Finding} from './lint/lint.js';
export {loadScenarios} from './load.js';
export {newScenario, SCENARIO_ID} from './new-scenario.js';
export type {RunBegunEvent, RunEndedEvent, RunEvent, ScenarioResult, StepResult, Verdict} from './result.js';
export {runScenarios} from './run.js';
export type {Scenario} from './scenario.js';
