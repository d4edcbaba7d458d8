import {appendFileSync, mkdirSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {redacted} from '../report/events/redact.js';
import type {HopEvent, HopRecord} from '../upgrade/index.js';

/** Where one run of a hop leaves what it has seen. */
export interface HopFolder {
  readonly path: string;
  /** Every event, a line each. */
  write(event: HopEvent): void;
  /** `hop.json`: whole, or not there. */
  writeRecord(record: HopRecord): void;
}

/** Where the hops of this folder are. */
export function upgradesFolder(): string {
  return join(process.cwd(), '.eastwest', 'upgrades');
}

/** A new folder for a hop that begins now, or is gone on with; its name sorts by time. */
export function newHopFolder(now: Date): HopFolder {
  const path = join(upgradesFolder(), now.toISOString().replace(/[:.]/g, '-'));
  mkdirSync(path, {recursive: true});
  const events = join(path, 'events.jsonl');
  return {
    path,
    write: (event) => appendFileSync(events, `${JSON.stringify(redacted(event))}\n`),
    writeRecord: (record) => writeWhole(join(path, 'hop.json'), `${JSON.stringify(redacted(record))}\n`),
  };
}

/** Whoever reads the file finds all of it, whenever the writer was killed. */
export function writeWhole(file: string, text: string): void {
  const unfinished = `${file}.part`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}
