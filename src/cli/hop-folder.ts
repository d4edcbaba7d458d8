import {appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {readState, stateText, type MeshState} from '../differences/index.js';
import {redacted} from '../report/index.js';
import type {HopEvent, HopRecord, StateName} from '../upgrade/index.js';
import {shown} from './shown.js';

/** Where a hop leaves what it has seen; whoever goes on with it finds there what was seen before. */
export interface HopFolder {
  readonly path: string;
  /** Every event of every run of it, a line each. */
  write(event: HopEvent): void;
  /** `hop.json`; that of an earlier run, which has seen something else, is kept beside it. */
  writeRecord(record: HopRecord): void;
  /** Undefined where no run has come to a verdict yet, or somebody else has written there. */
  readRecord(): HopRecord | undefined;
  writeState(state: MeshState): void;
  /**
   * Undefined where it was not taken.
   *
   * @throws STATE-DAMAGED
   */
  readState(name: StateName): MeshState | undefined;
  /** Where the packs that are run in a state are recorded. */
  runFolder(name: StateName): string;
}

/** Where the hops of this folder are. */
export function upgradesFolder(): string {
  return join(process.cwd(), '.eastwest', 'upgrades');
}

/** The folder of the hop that was begun at this moment (ISO 8601), made where it is not there; names sort by time. */
export function hopFolder(begun: string, parent = upgradesFolder()): HopFolder {
  const path = join(parent, begun.replace(/[:.]/g, '-'));
  mkdirSync(path, {recursive: true});
  const recordFile = join(path, 'hop.json');
  const stateFile = (name: StateName): string => join(path, `${name}.json`);
  const readRecord = (): HopRecord | undefined =>
    existsSync(recordFile) ? recordIn(readFileSync(recordFile, 'utf8')) : undefined;
  return {
    path,
    readRecord,
    write: (event) => appendFileSync(join(path, 'events.jsonl'), `${JSON.stringify(redacted(event))}\n`),
    writeRecord: (record) => {
      const earlier = readRecord();
      if (earlier !== undefined && earlier.startedAt !== record.startedAt) {
        renameSync(recordFile, join(path, `hop-of-${earlier.startedAt.replace(/[:.]/g, '-')}.json`));
      }
      replace(recordFile, `${JSON.stringify(redacted(record))}\n`);
    },
    writeState: (state) => replace(stateFile(state.name), stateText(state)),
    readState: (name) => {
      const file = stateFile(name);
      return existsSync(file) ? readState(readFileSync(file, 'utf8'), shown(file)) : undefined;
    },
    runFolder: (name) => join(path, name),
  };
}

function recordIn(text: string): HopRecord | undefined {
  try {
    return JSON.parse(text) as HopRecord;
  } catch {
    return undefined;
  }
}

/** Whoever reads the file finds all of it or none, whenever the writer was killed. */
function replace(file: string, text: string): void {
  const unfinished = `${file}.part`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, file);
}
