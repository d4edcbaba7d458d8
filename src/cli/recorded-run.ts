import {appendFileSync, mkdirSync} from 'node:fs';
import {basename, join} from 'node:path';
import {eventLine, recorded, totalsOf, type RunStory} from '../report/index.js';
import {
  labFacts,
  runScenarios,
  type Language,
  type RunBegunEvent,
  type RunEndedEvent,
  type RunEvent,
  type Scenario,
  type ScenarioResult,
  type World,
} from '../scenario/index.js';
import {explainer} from './explainer.js';
import type {OpenLab} from './open-lab.js';
import {stockEnvoyNote} from './render/proxy.js';
import {runRenderer} from './render/run.js';
import {EVENTS_FILE, readRun, writeReports} from './run-folder.js';
import {worldOf} from './world.js';

export interface RecordOptions {
  /** Made where it is not there; must have no run in it. Its name is the run's id. */
  readonly folder: string;
  /** Of the page. */
  readonly language: Language;
  readonly signal: AbortSignal;
}

export interface RecordedRun {
  readonly results: readonly ScenarioResult[];
  readonly story: RunStory;
  /** The page of it. */
  readonly page: string;
}

/** Runs scenarios, records every event in a folder, and makes the reports there. */
export async function runRecorded(
  scenarios: readonly Scenario[],
  opened: OpenLab,
  {folder, language, signal}: RecordOptions,
): Promise<RecordedRun> {
  const world = worldOf(opened);
  const {clock} = world;
  mkdirSync(folder, {recursive: true});
  const renderer = runRenderer();
  const write = (event: RunBegunEvent | RunEvent | RunEndedEvent): void =>
    appendFileSync(join(folder, EVENTS_FILE), eventLine(recorded(event)));
  const startMs = clock.nowMs();
  write(await begun(basename(folder), world));
  const emit = (event: RunEvent): void => {
    write(event);
    renderer(recorded(event));
  };
  const explain = explainer(world.plan, opened.drivers);
  const results = await runScenarios(scenarios, world, {signal, emit, explain});
  const seconds = Math.round((clock.nowMs() - startMs) / 100) / 10;
  write({type: 'runEnded', at: clock.date().toISOString(), seconds, verdicts: totalsOf(results)});
  const story = readRun(folder);
  return {results, story, page: writeReports(folder, story, language)};
}

async function begun(id: string, world: World): Promise<RunBegunEvent> {
  const startedAt = world.clock.date().toISOString();
  const note = stockEnvoyNote(world.plan);
  const facts = await labFacts(world);
  return {type: 'run', format: 1, id, startedAt, ...facts, ...(note === undefined ? {} : {note})};
}
