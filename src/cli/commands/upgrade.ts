import {EastwestError, EXIT, type ExitCode} from '../../base/errors.js';
import {scenariosText, summaryOf, type HopTold} from '../../report/index.js';
import {faultsOf, type Hop, type HopVerdict} from '../../upgrade/index.js';
import type {CommandContext} from '../command.js';
import {summariseHop, writeHopReports} from '../hop-reports.js';
import {checkUsage, thresholdsFor, type UpgradeOptions} from '../hop-request.js';
import {holdLab} from '../hold-lab.js';
import {makeHop, type HopRequest} from '../make-hop.js';
import {readyHop, untouched, type ReadyHop} from '../ready-hop.js';
import {rowsText, verdictText} from '../render/upgrade.js';
import {shown} from '../shown.js';

export function command({signal}: CommandContext) {
  return async (options: UpgradeOptions): Promise<ExitCode> => {
    const thresholds = thresholdsFor(options);
    checkUsage(options);
    const hold = {command: 'upgrade', signal};
    return holdLab(options, hold, () => hopped({options, thresholds, signal})).catch((error: unknown) => {
      if (error instanceof EastwestError && error.code === 'LAB-BUSY') return untouched(error);
      throw error;
    });
  };
}

async function hopped(request: HopRequest): Promise<ExitCode> {
  const {options, signal} = request;
  const ready = await readyHop(options, signal);
  const {run, hop, opened} = ready;
  if (run === undefined) return checked(ready, options);
  const {verdict, folder} = await makeHop(ready, run, request);
  // The verdict is told, whatever becomes of its reports.
  process.stdout.write(options.json ? json(hop, verdict, folder) : `${verdictText(hop, verdict)}\n`);
  const {record, page} = writeHopReports(folder, opened.plan.supplied.supply);
  if (!options.json) process.stdout.write(recordText(record, page));
  summariseHop(record);
  return verdict.good ? EXIT.good : EXIT.regression;
}

/** What stands in the record beside the verdict, and where it lies. */
function recordText(record: HopTold, page: string): string {
  const summary = summaryOf(record);
  const compared = summary.scenarios === undefined ? '' : `  scenarios: ${scenariosText(summary)}\n`;
  return `${compared}report: ${shown(page)}, beside it junit.xml and hop.json\n`;
}

function checked({hop, rows, opened: {plan}}: ReadyHop, {json: asJson}: UpgradeOptions): ExitCode {
  const told = {hop, rows, proxy: plan.supplied.proxy};
  process.stdout.write(
    asJson ? `${JSON.stringify(told, null, 2)}\n` : `${rowsText(rows, plan.supplied.proxy.kind)}\n`,
  );
  return faultsOf(rows).length === 0 ? EXIT.good : EXIT.usage;
}

function json(hop: Hop, verdict: HopVerdict, folder: string): string {
  return `${JSON.stringify({hop, ...verdict, folder: shown(folder)}, null, 2)}\n`;
}
