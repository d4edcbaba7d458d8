import {writeFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {EastwestError, EXIT} from '../../base/errors.js';
import {compareText, summaryText} from '../../report/index.js';
import type {CommonOptions} from '../command.js';
import {chosenLanguage} from '../language.js';
import {readRun, runFolder, runName, writeReports} from '../run-folder.js';
import {shown} from '../shown.js';

interface ReportOptions extends CommonOptions {
  readonly compare?: boolean;
  readonly lang?: string;
}

/** Makes the reports of a run again from its events, or a page that shows two runs side by side. */
export function command() {
  return async ({compare = false, lang}: ReportOptions, runs: readonly string[]) => {
    if (compare && lang !== undefined)
      throw badUsage('--compare has no --lang', 'a comparison is in English');
    if (compare) return comparison(runs);
    const language = chosenLanguage(lang);
    if (runs.length > 1)
      throw badUsage('report takes one run', 'to compare two: eastwest report --compare A B');
    const folder = runFolder(runs[0]);
    const story = readRun(folder);
    const page = writeReports(folder, story, language);
    process.stdout.write(`${summaryText(story, process.stdout.columns)}report: ${shown(page)}\n`);
    return EXIT.good;
  };
}

function comparison(runs: readonly string[]) {
  const [before, after] = runs;
  if (before === undefined || after === undefined || runs.length > 2)
    throw badUsage('--compare takes two runs', 'eastwest report --compare A B');
  const folders = [runFolder(before), runFolder(after)] as const;
  const page = resolve(folders[1], `compare-${runName(resolve(folders[0]))}.html`);
  writeFileSync(page, compareText(readRun(folders[0]), readRun(folders[1])));
  process.stdout.write(`comparison: ${shown(page)}\n`);
  return EXIT.good;
}

function badUsage(message: string, hint: string): EastwestError {
  return new EastwestError(message, {code: 'REPORT-USAGE', hint, exitCode: EXIT.usage});
}
