import {EXIT} from '../../base/errors.js';
import {faultRows, readPlanted, type FaultRow, type Planted} from '../../faults/index.js';
import {told, type Language} from '../../scenario/index.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {chosenLanguage} from '../language.js';
import {openLab} from '../open-lab.js';
import {faultsText} from '../render/faults.js';

interface FaultsOptions extends CommonOptions {
  readonly lang?: string;
}

export function command({signal}: CommandContext) {
  return async (options: FaultsOptions) => {
    const language = chosenLanguage(options.lang);
    const {plan, drivers} = await openLab(options);
    const rows = faultRows(plan);
    // The table is there to read also where no engine runs.
    const running = (await drivers.docker.info(signal)) !== undefined;
    const planted = running ? await readPlanted({plan, docker: drivers.docker}) : undefined;
    process.stdout.write(
      options.json ? json(rows, planted, language) : faultsText(rows, shown(planted), language),
    );
    return EXIT.good;
  };
}

/** Of a quiz nobody is told what it is. */
function shown(planted: Planted | undefined): Planted | undefined {
  return planted?.quiz === undefined ? planted : undefined;
}

function json(rows: readonly FaultRow[], planted: Planted | undefined, language: Language): string {
  const of = shown(planted);
  const what = {
    faults: rows.map((row) => ({...row, does: told(row.does, language)})),
    planted:
      of === undefined
        ? null
        : {fault: of.fault, cluster: of.cluster, seed: of.seed, since: of.since ?? null},
    quiz: planted?.quiz !== undefined,
  };
  return `${JSON.stringify(what, null, 2)}\n`;
}
