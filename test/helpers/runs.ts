import {readFileSync} from 'node:fs';
import {readEvents, storyOf, type RunStory} from '../../src/report/index.js';
import {projectFile} from './project.js';

/** Two runs of the same scenarios: in the first, two fail; in the second, all but the skipped one pass. */
export const RUNS = ['2026-03-14T09-26-53-000Z', '2026-03-14T12-26-53-000Z'] as const;

/** Folder of a run that lies with the tests. */
export function runFixture(id: string): string {
  return projectFile(`test/fixtures/runs/${id}`);
}

export function eventsText(id: string): string {
  return readFileSync(`${runFixture(id)}/events.jsonl`, 'utf8');
}

export function storyFixture(id: string): RunStory {
  return storyOf(readEvents(eventsText(id), 'events.jsonl'));
}
