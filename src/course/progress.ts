import {mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {z} from 'zod';
import type {Scenario} from '../scenario/index.js';

const progress = z.object({
  /** The step at which the person is. */
  step: z.int().min(1),
  /** ISO 8601: when the person came to that step. */
  since: z.iso.datetime(),
  /** Whether anything was noted to be taken back; then the lab must still bear it. */
  changed: z.boolean(),
  /** Walked to the end. */
  over: z.boolean(),
});

/** Where a person is in a scenario. What the lab bears is not in here: that is for the lab to say. */
export type Progress = z.infer<typeof progress>;

/** The progress in `folder`; undefined where there is none that can be read. */
export async function readProgress(folder: string, scenario: Scenario): Promise<Progress | undefined> {
  try {
    return progress.parse(JSON.parse(await readFile(fileOf(folder, scenario), 'utf8')));
  } catch {
    // A file that is gone or spoiled costs the person no more than to begin this scenario again.
    return undefined;
  }
}

export async function writeProgress(folder: string, scenario: Scenario, now: Progress): Promise<void> {
  await mkdir(folder, {recursive: true});
  await writeFile(fileOf(folder, scenario), `${JSON.stringify(now)}\n`);
}

export async function clearProgress(folder: string, scenario: Scenario): Promise<void> {
  await rm(fileOf(folder, scenario), {force: true});
}

function fileOf(folder: string, {pack, name}: Scenario): string {
  return join(folder, `${pack}-${name}.json`);
}
