import {counted} from '../base/counted.js';
import {EastwestError, InterruptedError, messageOf, throwIfInterrupted} from '../base/errors.js';
import {waitFor, type Look} from '../base/wait-for.js';
import {refuseWhilePlanted} from '../faults/index.js';
import {reasonOf, type HopEnd, type MatrixLab} from '../matrix/index.js';
import {sameIstio} from '../plan/istio.js';
import type {Plan} from '../plan/plan.js';
import {outcomeOf, type Cell} from '../report/index.js';
import {hopUnderWay} from '../upgrade/index.js';
import {refuseUnlessThere} from './commands/start.js';
import {writeHopReports} from './hop-reports.js';
import {thresholdsFor, type UpgradeOptions} from './hop-request.js';
import {ailmentsOf} from './lab-health.js';
import {makeHop, type MadeHop} from './make-hop.js';
import {makeLab, removeLab} from './make-lab.js';
import {openLab, type OpenLab} from './open-lab.js';
import {refuseUnlessRunning} from './own-lab.js';
import {readyHop, type ReadyHop} from './ready-hop.js';
import {shown} from './shown.js';

/**
 * The real lab of a matrix: each hop by the same code as `eastwest upgrade`, each lab by that of `down` and `up`. Of the
 * options a cell says itself where from and where to, which strategy and which order.
 */
export function matrixLab(options: UpgradeOptions, signal: AbortSignal): MatrixLab {
  return {
    unfit: (cell) => unfit(cell, {...options, istio: cell.from}, signal),
    makeAnew: async (version) => {
      const asked = {...options, istio: version};
      await removeLab(await openLab(asked), signal);
      await makeLab(asked, {install: false, signal});
    },
    hop: (cell) => hop(cell, {...options, istio: cell.from}, signal),
    accept: async (cell) => {
      // It is where it was to go, and noted in the nodes: what is asked for is only to go on with it.
      const asked = {...options, istio: cell.to, to: cell.to};
      await made(await readyHop(asked, signal), asked, signal);
    },
  };
}

async function hop(
  {to, strategy, order}: Cell,
  options: UpgradeOptions,
  signal: AbortSignal,
): Promise<HopEnd> {
  const asked = {...options, to, strategy, order: order.join(',')};
  const ready = await readyHop(asked, signal).catch(refused);
  if ('outcome' in ready) return ready;
  const {folder} = await made(ready, asked, signal);
  const {record} = writeHopReports(folder, ready.opened.plan.supplied.supply);
  return {outcome: outcomeOf(record.verdict), hop: record, folder: shown(folder)};
}

/** What keeps a hop from being begun is an answer; that it was interrupted is none. */
function refused(error: unknown): HopEnd & {readonly outcome: 'refused'} {
  if (!(error instanceof EastwestError) || error instanceof InterruptedError) throw error;
  return {outcome: 'refused', reasons: [reasonOf(error)]};
}

async function made(ready: ReadyHop, options: UpgradeOptions, signal: AbortSignal): Promise<MadeHop> {
  if (ready.run === undefined) throw new RangeError('a cell is never only checked');
  return makeHop(ready, ready.run, {options, thresholds: thresholdsFor(options), signal});
}

async function unfit(cell: Cell, options: UpgradeOptions, signal: AbortSignal): Promise<string | undefined> {
  try {
    const opened = await openLab(options);
    const {plan, drivers} = opened;
    const {docker} = drivers;
    await refuseUnlessThere(plan, docker);
    await refuseUnlessRunning(plan, docker);
    await refuseWhilePlanted({plan, docker});
    if ((await hopUnderWay(plan, docker)) !== undefined) return 'a hop was begun and is not over';
    return misplaced(cell, plan) ?? (await ailing(opened, signal));
  } catch (error) {
    if (!(error instanceof EastwestError) || error instanceof InterruptedError) throw error;
    return error.message;
  }
}

/** Why a cell cannot begin at the mesh that is there; undefined where it can. Pure. */
export function misplaced({from, strategy}: Cell, {clusters}: Pick<Plan, 'clusters'>): string | undefined {
  const elsewhere = clusters.find(({istio}) => istio.version !== from);
  if (elsewhere !== undefined) return `${elsewhere.name} runs Istio ${elsewhere.istio.version}, not ${from}`;
  const [first] = clusters;
  const other = clusters.find(({istio}) => first !== undefined && !sameIstio(istio, first.istio));
  if (other !== undefined) return `${other.name} has another revision than ${first?.name ?? ''}`;
  return strategy === 'in-place' && first?.istio.revision !== undefined
    ? `the mesh has the revision ${first.istio.revision}, which is not upgraded in place`
    : undefined;
}

/** How long what a hop has left may take to settle; to make a lab anew takes longer. */
const SETTLES_MS = 90_000;

/** What is still wrong with the lab after a while. */
async function ailing(opened: OpenLab, signal: AbortSignal): Promise<string | undefined> {
  const {plan, drivers} = opened;
  try {
    await waitFor('the lab to be healthy', async () => healthOf(await ailmentsOf(opened, plan, signal)), {
      ...{deadlineMs: SETTLES_MS, intervalsMs: [10_000], signal, clock: drivers.clock},
    });
    return undefined;
  } catch (error) {
    throwIfInterrupted(signal);
    return messageOf(error);
  }
}

/** Pure. */
export function healthOf(ailments: readonly string[]): Look {
  const [first, ...others] = ailments;
  if (first === undefined) return {done: true, seen: 'nothing ails it'};
  const more = others.length === 0 ? '' : `, and ${counted(others.length, 'other ailment')}`;
  return {done: false, seen: `${first}${more}`};
}
