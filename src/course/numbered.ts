import type {Scenario, ScenarioStep} from '../scenario/index.js';

/** A step with its place in the walk, counted from 1 over all phases. */
export interface NumberedStep {
  readonly number: number;
  readonly phase: string;
  readonly step: ScenarioStep;
}

/** The steps that a person walks, first those that bring about what the scenario starts from; `finally` is the engine's own. */
export function numberedSteps({given, phases}: Scenario): readonly NumberedStep[] {
  return [{name: 'given', steps: given}, ...phases]
    .flatMap(({name, steps}) => steps.map((step) => ({phase: name, step})))
    .map((step, index) => ({...step, number: index + 1}));
}
