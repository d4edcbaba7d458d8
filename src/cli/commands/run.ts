import {EXIT, type ExitCode} from '../../base/errors.js';
import {refuseWhilePlanted} from '../../faults/index.js';
import {resultsOf, summaryText} from '../../report/index.js';
import {loadScenarios, type Language, type Scenario, type ScenarioResult} from '../../scenario/index.js';
import {holdLab} from '../hold-lab.js';
import {chosenLanguage} from '../language.js';
import {openLab, type OpenLab} from '../open-lab.js';
import {refuseUnlessAtHand} from '../own-lab.js';
import {scenariosFolder, settingsOf} from '../scenario-options.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {runRecorded} from '../recorded-run.js';
import {newRunFolder} from '../run-folder.js';
import {shown} from '../shown.js';

interface RunCommandOptions extends CommonOptions {
  readonly scenarios?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly set?: readonly string[];
  readonly lang?: string;
}

export function command({signal}: CommandContext) {
  return async (options: RunCommandOptions, wanted: readonly string[]) => {
    const language = chosenLanguage(options.lang);
    const opened = await openLab(options);
    const {only = [], skip = [], set = []} = options;
    const choice = {only, skip, settings: settingsOf(set)};
    const scenarios = loadScenarios(scenariosFolder(options), wanted, opened.plan, choice);
    const hold = {command: ['run', ...wanted].join(' '), signal};
    return holdLab(options, hold, () => judge(scenarios, opened, {options, language, signal}));
  };
}

interface Asked {
  readonly options: RunCommandOptions;
  readonly language: Language;
  readonly signal: AbortSignal;
}

/** Runs the scenarios and makes their reports. */
async function judge(
  scenarios: readonly Scenario[],
  opened: OpenLab,
  {options, language, signal}: Asked,
): Promise<ExitCode> {
  const {plan, drivers} = opened;
  const {docker, clock} = drivers;
  await refuseUnlessAtHand(plan, docker);
  await refuseWhilePlanted({plan, docker});
  const folder = newRunFolder(clock.date());
  const {results, story, page} = await runRecorded(scenarios, opened, {folder, language, signal});
  process.stdout.write(
    options.json
      ? `${JSON.stringify({folder, ...resultsOf(story)}, null, 2)}\n`
      : `${summaryText(story, process.stdout.columns)}report: ${shown(page)}\n`,
  );
  return exitCodeOf(results);
}

function exitCodeOf(results: readonly ScenarioResult[]): ExitCode {
  if (results.some(({verdict}) => verdict === 'interrupted')) return EXIT.interrupted;
  return results.some(({verdict}) => verdict === 'failed') ? EXIT.scenarioFailed : EXIT.good;
}
