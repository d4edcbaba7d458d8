import {join} from 'node:path';
import {EastwestError, EXIT, type ExitCode} from '../../base/errors.js';
import type {Explanation} from '../../findings/index.js';
// Not by way of the index: what makes pages need not be read for a few lines.
import {redacted} from '../../report/events/redact.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {explainer} from '../explainer.js';
import {openLab, PACKAGE_FOLDER} from '../open-lab.js';
import {checkText, closingText, openingText} from '../render/explain.js';
import {shown} from '../shown.js';

interface ExplainCommandOptions extends CommonOptions {
  readonly evidence?: boolean;
}

export function command({signal}: CommandContext) {
  return async (options: ExplainCommandOptions) => {
    const {plan, drivers} = await openLab(options).catch(notLooked);
    const print = (text: string): void => void (options.json ? undefined : process.stdout.write(text));
    const layout = {columns: process.stdout.columns, evidence: options.evidence === true};
    print(openingText(plan));
    const explanation = await explainer(plan, drivers)(signal, (report) =>
      print(checkText(redacted(report), layout)),
    );
    const said = redacted(explanation);
    print(closingText(said, layout, (page) => shown(join(PACKAGE_FOLDER, page))));
    if (options.json) process.stdout.write(`${JSON.stringify(said, null, 2)}\n`);
    return exitCodeOf(said);
  };
}

/** Whatever keeps it from looking at all has the one exit code for that. */
function notLooked(error: unknown): never {
  if (!(error instanceof EastwestError) || error.exitCode === EXIT.interrupted) throw error;
  const {message, code, hint, details} = error;
  const more = hint === undefined ? {details} : {details, hint};
  throw new EastwestError(message, {code, ...more, exitCode: EXIT.unseen, cause: error});
}

function exitCodeOf({verdict}: Explanation): ExitCode {
  return {healthy: EXIT.good, fault: EXIT.finding, unknown: EXIT.unseen}[verdict];
}
