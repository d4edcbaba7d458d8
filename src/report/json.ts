import type {ScenarioResult, StepResult} from '../scenario/result.js';
import type {RunReport} from './report.js';
import type {Results} from './results-schema.js';
import {totalsOf} from './totals.js';

/** The run for programs, as `schemas/results.schema.json` describes it. */
export function jsonText(report: RunReport): string {
  return `${JSON.stringify(resultsOf(report), null, 2)}\n`;
}

/** Field by field: a story of a run has more, and all that was measured stays in `events.jsonl`. */
export function resultsOf({
  id,
  lab,
  startedAt,
  seconds,
  finished,
  versions,
  measured,
  results,
}: RunReport): Results {
  return {
    format: 1,
    ...{id, lab, startedAt, seconds, finished, versions},
    measured,
    totals: totalsOf(results),
    results: results.map(scenarioOf),
  };
}

function scenarioOf(result: ScenarioResult): Results['results'][number] {
  const {id, pack, name, title, verdict, evidence, seconds, steps, leftBehind, explained} = result;
  return {
    ...{id, pack, name, title, verdict, evidence, seconds, steps: steps.map(stepOf), leftBehind},
    ...(explained === undefined ? {} : {explained}),
  };
}

function stepOf(step: StepResult): Results['results'][number]['steps'][number] {
  const {phase, title, explain, kind, commands, at, ok, evidence, wanted, seconds} = step;
  const common = {phase, title, explain, kind, commands: [...commands], at, ok, evidence, seconds};
  return wanted === undefined ? common : {...common, wanted};
}
