/** Scenario files in, results out: scripted exercises that are judged on the running lab. */
export type {RunOptions, World} from './bench.js';
export {loadScenarios} from './load.js';
export type {RunEvent, ScenarioResult, StepResult, Verdict} from './result.js';
export {runScenarios} from './run.js';
export type {Scenario} from './scenario.js';
