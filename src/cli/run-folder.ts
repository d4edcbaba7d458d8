import {existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {EastwestError, EXIT} from '../base/errors.js';
import {htmlText, jsonText, junitText, readEvents, storyOf, type RunStory} from '../report/index.js';
import type {Language} from '../scenario/index.js';
import {shown} from './shown.js';

/** What was recorded of a run; everything else in its folder is made from it. */
export const EVENTS_FILE = 'events.jsonl';

/** Where the runs of this folder are. */
export function runsFolder(): string {
  return join(process.cwd(), '.eastwest', 'runs');
}

/** A new folder for a run that begins now; its name sorts by time. */
export function newRunFolder(now: Date): string {
  const folder = join(runsFolder(), now.toISOString().replace(/[:.]/g, '-'));
  mkdirSync(folder, {recursive: true});
  return folder;
}

/**
 * The folder of a run: by its id, by a path to it, or without a word the latest one.
 *
 * @throws RUN-UNKNOWN
 */
export function runFolder(run?: string): string {
  const ids = existsSync(runsFolder()) ? readdirSync(runsFolder()).filter(isRun).sort() : [];
  const latest = ids.at(-1);
  if (run === undefined && latest !== undefined) return join(runsFolder(), latest);
  const candidates = run === undefined ? [] : [join(runsFolder(), run), run];
  const found = candidates.find((folder) => existsSync(join(folder, EVENTS_FILE)));
  if (found !== undefined) return found;
  const known =
    latest === undefined ? 'there is no run here yet: eastwest run' : `the latest run here is ${latest}`;
  throw new EastwestError(run === undefined ? 'there is no run' : `there is no run ${run}`, {
    code: 'RUN-UNKNOWN',
    hint: known,
    exitCode: EXIT.usage,
  });
}

function isRun(id: string): boolean {
  const folder = join(runsFolder(), id);
  return statSync(folder).isDirectory() && existsSync(join(folder, EVENTS_FILE));
}

/**
 * Puts a run together from what was recorded.
 *
 * @throws RUN-DAMAGED with file:line
 */
export function readRun(folder: string): RunStory {
  const file = join(folder, EVENTS_FILE);
  return storyOf(readEvents(readFileSync(file, 'utf8'), shown(file)));
}

/** Writes the reports of a run beside its events, the page in this language; returns where the page is. */
export function writeReports(folder: string, story: RunStory, language: Language): string {
  const page = join(folder, 'report.html');
  writeFileSync(page, htmlText(story, language));
  writeFileSync(join(folder, 'results.json'), jsonText(story));
  writeFileSync(join(folder, 'junit.xml'), junitText(story));
  return page;
}

/** The name under which two runs are compared. */
export function runName(folder: string): string {
  return basename(folder);
}
