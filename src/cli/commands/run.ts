import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {EXIT, type ExitCode} from '../../base/errors.js';
import type {Clock} from '../../base/clock.js';
import {clusterNamed, type Plan} from '../../plan/plan.js';
import {jsonText, junitText, summaryText, type RunReport} from '../../report/index.js';
import {loadScenarios, runScenarios, type RunEvent, type ScenarioResult} from '../../scenario/index.js';
import {openLab} from '../open-lab.js';
import {scenariosFolder, settingsOf} from '../scenario-options.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {stockEnvoyNote} from '../render/proxy.js';
import {runRenderer} from '../render/run.js';

interface RunCommandOptions extends CommonOptions {
  readonly scenarios?: string;
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly set?: readonly string[];
}

export function command({signal}: CommandContext) {
  return async (options: RunCommandOptions, wanted: readonly string[]) => {
    const {plan, drivers} = openLab(options);
    const {docker, istioctl, clock} = drivers;
    const {only = [], skip = [], set = []} = options;
    const choice = {only, skip, settings: settingsOf(set)};
    const scenarios = loadScenarios(scenariosFolder(options), wanted, plan, choice);
    const kube = (name: string) => drivers.kubeFor(clusterNamed(plan, name).kubeconfig);
    const {id, folder} = runFolder(clock);
    const renderer = runRenderer();
    const emit = (event: RunEvent): void => {
      appendFileSync(join(folder, 'events.jsonl'), `${JSON.stringify(event)}\n`);
      renderer(event);
    };
    const startedAt = clock.date().toISOString();
    const startMs = clock.nowMs();
    const world = {plan, docker, kube, istioctl, clock};
    const results = await runScenarios(scenarios, world, {signal, emit});
    const seconds = Math.round((clock.nowMs() - startMs) / 100) / 10;
    const report = reportOf(plan, {id, startedAt, seconds, results});
    writeFileSync(join(folder, 'results.json'), jsonText(report));
    writeFileSync(join(folder, 'junit.xml'), junitText(report));
    process.stdout.write(
      options.json
        ? `${JSON.stringify({folder, ...report}, null, 2)}\n`
        : `${summaryText(report, process.stdout.columns)}reports: ${folder}\n`,
    );
    return exitCodeOf(results);
  };
}

/** A new folder for this run; its name sorts by time. */
function runFolder(clock: Clock): {id: string; folder: string} {
  const id = clock.date().toISOString().replace(/[:.]/g, '-');
  const folder = join(process.cwd(), '.eastwest', 'runs', id);
  mkdirSync(folder, {recursive: true});
  return {id, folder};
}

function reportOf(
  {lab, versions, supplied}: Plan,
  run: Pick<RunReport, 'id' | 'startedAt' | 'seconds' | 'results'>,
): RunReport {
  const {supply, proxy} = supplied;
  const note = stockEnvoyNote(supplied);
  return {
    ...run,
    lab,
    versions: {...versions},
    measured: {supply, proxy, ...(note === undefined ? {} : {note})},
  };
}

function exitCodeOf(results: readonly ScenarioResult[]): ExitCode {
  if (results.some(({verdict}) => verdict === 'interrupted')) return EXIT.interrupted;
  return results.some(({verdict}) => verdict === 'failed') ? EXIT.scenarioFailed : EXIT.good;
}
