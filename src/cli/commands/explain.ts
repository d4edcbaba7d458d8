import {join} from 'node:path';
import {EXIT, type ExitCode} from '../../base/errors.js';
import type {Explanation} from '../../findings/index.js';
import {recordable} from '../../report/index.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {explainer} from '../explainer.js';
import {openLab, PACKAGE_FOLDER} from '../open-lab.js';
import {checkText, closingText, openingText} from '../render/explain.js';
import {shown} from '../run-folder.js';

interface ExplainCommandOptions extends CommonOptions {
  readonly evidence?: boolean;
}

export function command({signal}: CommandContext) {
  return async (options: ExplainCommandOptions) => {
    const {plan, drivers} = await openLab(options);
    const print = (text: string): void => void (options.json ? undefined : process.stdout.write(text));
    const layout = {columns: process.stdout.columns, evidence: options.evidence === true};
    print(openingText(plan));
    const explanation = await explainer(plan, drivers)(signal, (report) =>
      print(checkText(recordable(report), layout)),
    );
    const said = recordable(explanation);
    print(closingText(said, layout, (page) => shown(join(PACKAGE_FOLDER, page))));
    if (options.json) process.stdout.write(`${JSON.stringify(said, null, 2)}\n`);
    return exitCodeOf(said);
  };
}

function exitCodeOf({verdict}: Explanation): ExitCode {
  return {healthy: EXIT.good, fault: EXIT.finding, unknown: EXIT.unseen}[verdict];
}
