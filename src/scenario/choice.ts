import {EastwestError, EXIT} from '../base/errors.js';
import {didYouMean} from './did-you-mean.js';
import type {Scenario} from './scenario.js';
import type {Settings} from './typed-variables.js';

/** Which of the scenarios of a folder are meant, and with what values of their variables. */
export interface Choice {
  /** `PACK` or `PACK/NAME`; all where there is none. */
  readonly wanted: readonly string[];
  /** `KEY=VALUE` of the labels, `NAME` or `PACK/NAME`: of those that are wanted, one that fits any of these. */
  readonly only?: readonly string[];
  /** As `only`: none that fits any of these. */
  readonly skip?: readonly string[];
  readonly settings?: Settings;
}

/** Those that `only` and `skip` leave over. What fits none of them is refused: it is a slip of the pen. */
export function chosen(
  scenarios: readonly Scenario[],
  {only = [], skip = []}: Pick<Choice, 'only' | 'skip'>,
): readonly Scenario[] {
  refuseUnknown('--only', only, scenarios);
  refuseUnknown('--skip', skip, scenarios);
  const left = scenarios.filter(
    (scenario) =>
      (only.length === 0 || only.some((text) => fits(scenario, text))) &&
      !skip.some((text) => fits(scenario, text)),
  );
  if (left.length > 0) return left;
  throw usageError(
    '--only and --skip leave no scenario over',
    scenarios.map(({id}) => id),
  );
}

/** Refuses a setting that no scenario has a variable for. */
export function refuseUnknownSettings(settings: Settings, scenarios: readonly Scenario[]): void {
  const known = [...new Set(scenarios.flatMap(({variables}) => variables.map(({name}) => name)))].sort();
  for (const name of Object.keys(settings)) {
    if (known.includes(name)) continue;
    throw usageError(
      `--set ${name}: no scenario that is run has such a variable${didYouMean(name, known)}`,
      known,
    );
  }
}

function fits({id, name, labels}: Scenario, text: string): boolean {
  const at = text.indexOf('=');
  if (at === -1) return text === name || text === id;
  return labels[text.slice(0, at)] === text.slice(at + 1);
}

function refuseUnknown(option: string, texts: readonly string[], scenarios: readonly Scenario[]): void {
  const known = [
    ...new Set(
      scenarios.flatMap(({name, labels}) => [
        name,
        ...Object.entries(labels).map(([key, value]) => `${key}=${value}`),
      ]),
    ),
  ];
  for (const text of texts) {
    if (scenarios.some((scenario) => fits(scenario, text))) continue;
    throw usageError(`${option} ${text}: no scenario fits${didYouMean(text, known)}`, known);
  }
}

function usageError(message: string, details: readonly string[]): EastwestError {
  return new EastwestError(message, {code: 'SCENARIO-UNKNOWN', details, exitCode: EXIT.usage});
}
