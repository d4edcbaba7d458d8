import {appendFileSync} from 'node:fs';
import {join} from 'node:path';
import {EXIT, type ExitCode} from '../../base/errors.js';
import {refuseWhilePlanted} from '../../faults/index.js';
import {eventLine, recorded, resultsOf, summaryText, totalsOf} from '../../report/index.js';
import {
  labFacts,
  loadScenarios,
  runScenarios,
  type RunBegunEvent,
  type RunEndedEvent,
  type Language,
  type RunEvent,
  type Scenario,
  type ScenarioResult,
  type World,
} from '../../scenario/index.js';
import {explainer} from '../explainer.js';
import {holdLab} from '../hold-lab.js';
import {chosenLanguage} from '../language.js';
import {openLab, type OpenLab} from '../open-lab.js';
import {refuseUnlessAtHand} from '../own-lab.js';
import {scenariosFolder, settingsOf} from '../scenario-options.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {stockEnvoyNote} from '../render/proxy.js';
import {runRenderer} from '../render/run.js';
import {EVENTS_FILE, newRunFolder, readRun, writeReports} from '../run-folder.js';
import {shown} from '../shown.js';
import {worldOf} from '../world.js';

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
  const world = worldOf(opened);
  const {plan, docker, clock} = world;
  await refuseUnlessAtHand(plan, docker);
  await refuseWhilePlanted({plan, docker});
  const {id, folder} = newRunFolder(clock.date());
  const renderer = runRenderer();
  const write = (event: RunBegunEvent | RunEvent | RunEndedEvent): void =>
    appendFileSync(join(folder, EVENTS_FILE), eventLine(recorded(event)));
  const startMs = clock.nowMs();
  write(await begun(id, world));
  const emit = (event: RunEvent): void => {
    write(event);
    renderer(recorded(event));
  };
  const explain = explainer(plan, opened.drivers);
  const results = await runScenarios(scenarios, world, {signal, emit, explain});
  const seconds = Math.round((clock.nowMs() - startMs) / 100) / 10;
  write({type: 'runEnded', at: clock.date().toISOString(), seconds, verdicts: totalsOf(results)});
  const story = readRun(folder);
  const page = shown(writeReports(folder, story, language));
  process.stdout.write(
    options.json
      ? `${JSON.stringify({folder, ...resultsOf(story)}, null, 2)}\n`
      : `${summaryText(story, process.stdout.columns)}report: ${page}\n`,
  );
  return exitCodeOf(results);
}

async function begun(id: string, world: World): Promise<RunBegunEvent> {
  const startedAt = world.clock.date().toISOString();
  const note = stockEnvoyNote(world.plan);
  const facts = await labFacts(world);
  return {type: 'run', format: 1, id, startedAt, ...facts, ...(note === undefined ? {} : {note})};
}

function exitCodeOf(results: readonly ScenarioResult[]): ExitCode {
  if (results.some(({verdict}) => verdict === 'interrupted')) return EXIT.interrupted;
  return results.some(({verdict}) => verdict === 'failed') ? EXIT.scenarioFailed : EXIT.good;
}
