import {readFileSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {hopJunit, hopMarkdown, hopPage, readHopRecord, type HopTold} from '../report/index.js';
import {SENSES} from './hop-senses.js';
import {shown} from './shown.js';
import {addToSummary} from './step-summary.js';

export interface HopReports {
  readonly record: HopTold;
  /** Where the page is. */
  readonly page: string;
}

/**
 * Writes `report.html` and `junit.xml` of a hop beside its `hop.json`.
 *
 * @throws HOP-RECORD-DAMAGED
 */
export function writeHopReports(folder: string, supply: string): HopReports {
  const file = join(folder, 'hop.json');
  const record = readHopRecord(readFileSync(file, 'utf8'), shown(file));
  const page = join(folder, 'report.html');
  writeFileSync(page, hopPage({id: basename(folder), supply, record, senses: SENSES}));
  writeFileSync(join(folder, 'junit.xml'), hopJunit(record));
  return {record, page};
}

/** Tells a hop on the page of its CI job, if it has one. */
export function summariseHop(record: HopTold): void {
  addToSummary(hopMarkdown(record, SENSES));
}
