import {dirname, join} from 'node:path';
import {EXIT, type ExitCode} from '../../base/errors.js';
import {
  cellsOf,
  chosenCells,
  matrixFolder,
  putAside,
  trailOf,
  walkMatrix,
  type MatrixEvent,
  type MatrixStore,
} from '../../matrix/index.js';
import {matrixMarkdown, redacted, type Cell, type CellRecord, type Matrix} from '../../report/index.js';
import type {CommandContext} from '../command.js';
import {BEHAVIOUR, SENSES} from '../hop-senses.js';
import {checkUsage, thresholdsFor} from '../hop-request.js';
import {holdLab} from '../hold-lab.js';
import {makeIstio} from '../make-supply.js';
import {matrixLab} from '../matrix-lab.js';
import {cellsTold, matrixPath, writeMatrixReports} from '../matrix-reports.js';
import {choiceOf, factsOf, versionsToBuild, type MatrixOptions} from '../matrix-request.js';
import {openLab, type OpenLab} from '../open-lab.js';
import {matrixRenderer, matrixText, turnsText} from '../render/matrix.js';
import {shown} from '../shown.js';
import {addToSummary} from '../step-summary.js';
import {withWayOn, type WayOn} from '../way-on.js';

const WAY_ON: WayOn = {
  interrupted: 'the matrix was interrupted',
  on: '`eastwest matrix` goes on with what is left',
};

/** What is to be run. */
interface Asked {
  readonly options: MatrixOptions;
  readonly opened: OpenLab;
  /** Every cell between the versions at hand. */
  readonly all: readonly Cell[];
  readonly cells: readonly Cell[];
  readonly signal: AbortSignal;
}

export function command({signal}: CommandContext) {
  return async (options: MatrixOptions): Promise<ExitCode> => {
    // What every hop would be refused for is told before the first.
    thresholdsFor(options);
    checkUsage(options);
    const opened = await openLab(options);
    const facts = await factsOf(opened);
    const all = cellsOf(facts);
    const cells = chosenCells(all, choiceOf(options), facts);
    const asked = {options, opened, all, cells, signal};
    if (options.cells === true || options.dryRun === true) return listed(asked);
    return holdLab(options, {command: 'matrix', signal, making: true}, () => walked(asked));
  };
}

function listed({cells, options}: Asked): ExitCode {
  const turns = trailOf(cells);
  process.stdout.write(options.json ? `${JSON.stringify(turns, null, 2)}\n` : `${turnsText(turns)}\n`);
  return EXIT.good;
}

async function walked({options, opened, all, cells, signal}: Asked): Promise<ExitCode> {
  const {plan, drivers} = opened;
  const {clock} = drivers;
  const folder = matrixPath();
  const of = {lab: plan.lab, supply: plan.supplied.supply};
  const kept = matrixFolder(folder, of);
  if (options.fresh === true) await setAside(folder, cells, clock.date());
  if (options.retry === true) await setAside(folder, unanswered(await kept.records(), cells), clock.date());
  const report = async (): Promise<Matrix> => {
    const records = await kept.records();
    const told = cellsTold(all, cells, records);
    return writeMatrixReports(folder, {...of, cells: told, records, senses: SENSES, behaviour: BEHAVIOUR});
  };
  const store: MatrixStore = {
    records: kept.records,
    write: async (record) => {
      await kept.write(record);
      await report();
    },
  };
  // Which supply `auto` takes depends on what is here by then; all cells are of the same.
  const lab = matrixLab({...options, supply: of.supply}, signal);
  const render = matrixRenderer();
  const emit = (event: MatrixEvent): void => render(redacted(event));
  try {
    const ended = new Set((await kept.records()).map(({cell}) => cell.id));
    const left = cells.filter(({id}) => !ended.has(id));
    const building = of.supply === 'source' ? await versionsToBuild(left, opened) : [];
    if (building.length > 0) await makeIstio(building, opened, {install: false, signal});
    await walkMatrix({cells, lab, store, of, clock, signal, emit});
  } catch (error) {
    throw withWayOn(error, WAY_ON, signal);
  }
  const matrix = await report();
  addToSummary(matrixMarkdown(matrix));
  const where = `report: ${shown(join(folder, 'matrix.html'))}`;
  process.stdout.write(
    options.json ? `${JSON.stringify(matrix, null, 2)}\n` : `${matrixText(matrix)}\n${where}\n`,
  );
  return exitCodeOf(matrix, cells);
}

async function setAside(folder: string, cells: readonly Cell[], now: Date): Promise<void> {
  const stamp = now.toISOString().replace(/[:.]/g, '-');
  const ids = cells.map(({id}) => id);
  const aside = await putAside(folder, ids, join(dirname(folder), 'matrix-former', stamp));
  if (aside !== undefined) process.stderr.write(`what was recorded is in ${shown(aside)}\n`);
}

/** Cells that tell nothing of Istio: they broke, or could not be measured. Pure. */
export function unanswered(records: readonly CellRecord[], cells: readonly Cell[]): readonly Cell[] {
  const open = records.filter(({outcome}) => outcome === 'broken' || outcome === 'unmeasured');
  return cells.filter(({id}) => open.some(({cell}) => cell.id === id));
}

/** What broke or could not be measured is no good sign, as in a single hop. One that is refused is an answer. */
export function exitCodeOf(matrix: Matrix, asked: readonly Cell[]): ExitCode {
  const ids = new Set(asked.map(({id}) => id));
  const good = matrix.cells.every(
    ({id, ran}) => !ids.has(id) || ran === undefined || ['good', 'refused'].includes(ran.outcome),
  );
  return good ? EXIT.good : EXIT.regression;
}
