import {EastwestError, EXIT, InterruptedError, type ExitCode} from '../../base/errors.js';
import {refuseWhilePlanted} from '../../faults/index.js';
import {systemHost} from '../../host/system-host.js';
import type {Plan} from '../../plan/plan.js';
import {redacted} from '../../report/index.js';
import {istioAtHand} from '../../supply/index.js';
import {
  faultsOf,
  hopUnderWay,
  lookClusters,
  precheck,
  recordOf,
  refusalOf,
  runHop,
  underWay,
  type CheckRow,
  type Hop,
  type HopEvent,
  type HopNote,
  type HopVerdict,
  type Thresholds,
} from '../../upgrade/index.js';
import type {CommandContext} from '../command.js';
import {hopFolder, type HopFolder} from '../hop-folder.js';
import {ailmentsNow, formerScenarios, hopParts, namedScenarios} from '../hop-parts.js';
import {checkUsage, hopOf, rateOf, thresholdsFor, type UpgradeOptions} from '../hop-request.js';
import {holdLab} from '../hold-lab.js';
import {openLab, type OpenLab} from '../open-lab.js';
import {refuseUnlessRunning} from '../own-lab.js';
import {hopRenderer, rowsText, verdictText} from '../render/upgrade.js';
import {shown} from '../shown.js';

/** A hop that is ready to be run, with what was found before it, or one that was only to be checked. */
interface Ready {
  /** Left out where it was only to be checked. */
  readonly run?: {readonly note: HopNote; readonly resumed: boolean};
  readonly hop: Hop;
  /** Of a hop that is gone on with there are none. */
  readonly rows: readonly CheckRow[];
}

export function command({signal}: CommandContext) {
  return async (options: UpgradeOptions): Promise<ExitCode> => {
    const thresholds = thresholdsFor(options);
    checkUsage(options);
    const hold = {command: 'upgrade', signal};
    return holdLab(options, hold, () => hopped(options, thresholds, signal)).catch((error: unknown) => {
      if (error instanceof EastwestError && error.code === 'LAB-BUSY') return untouched(error);
      throw error;
    });
  };
}

async function hopped(
  options: UpgradeOptions,
  thresholds: Thresholds,
  signal: AbortSignal,
): Promise<ExitCode> {
  const opened = await openLab(options).catch(untouched);
  const named = untouchedBy(() => namedScenarios(opened, options));
  const ready = await readied(opened, options, signal).catch(untouched);
  const {hop, rows, run} = ready;
  if (run === undefined) return checked(ready, opened, options);
  const {plan, drivers} = opened;
  const folder = hopFolder(run.note.begun);
  const scenarios = run.resumed && named.length === 0 ? formerScenarios(opened, options, folder) : named;
  const emit = emitter(folder, plan);
  const {allow} = thresholds;
  const rate = rateOf(options.rate);
  const work = {hop, folder, scenarios, allow, signal, emit, ...(rate === undefined ? {} : {rate})};
  const parts = hopParts(opened, work);
  emit({type: 'hopChecked', when: 'before', rows});
  try {
    const verdict = redacted(await runHop({...run, plan, drivers, parts, thresholds, signal, emit}));
    process.stdout.write(options.json ? json(hop, verdict, folder.path) : `${verdictText(hop, verdict)}\n`);
    return verdict.good ? EXIT.good : EXIT.regression;
  } catch (error) {
    throw halfDone(error, signal);
  }
}

/** Every event is written and shown; a verdict makes the record, which a kill must not take away again. */
function emitter(folder: HopFolder, {supplied}: Plan): (event: HopEvent) => void {
  const render = hopRenderer();
  const earlier = folder.readRecord();
  const events: HopEvent[] = [];
  return (event) => {
    events.push(event);
    folder.write(event);
    render(redacted(event));
    if (event.type !== 'hopJudged' && event.type !== 'hopEnded') return;
    const record = recordOf(events, supplied.proxy, earlier);
    if (record !== undefined) folder.writeRecord(record);
  };
}

/** The hop that is under way, as it is to go on, or a new one that nothing speaks against. */
async function readied(opened: OpenLab, options: UpgradeOptions, signal: AbortSignal): Promise<Ready> {
  const {plan, drivers} = opened;
  const {docker, clock} = drivers;
  await refuseUnlessRunning(plan, docker);
  const found = await hopUnderWay(plan, docker);
  if (found !== undefined) {
    const note = goneOn(found, options);
    return {run: {note, resumed: true}, hop: note.hop, rows: []};
  }
  if (options.to === undefined && options.rollback === true) {
    throw new EastwestError('no hop is under way that could go back', {
      code: 'BAD-USAGE',
      hint: 'to go to an earlier version: eastwest upgrade --to VERSION',
      exitCode: EXIT.usage,
    });
  }
  const hop = hopOf(options, plan);
  await refuseWhilePlanted({plan, docker});
  const rows = await precheckOf(hop, opened, signal);
  if (options.check === true) return {hop, rows};
  const faults = faultsOf(rows);
  if (faults.length > 0) throw refusalOf(faults);
  const note: HopNote = {hop, stage: 'forth', begun: clock.date().toISOString()};
  return {run: {note, resumed: false}, hop, rows};
}

/** What was begun goes on as it was begun; only that it goes back can be said anew. */
function goneOn(found: HopNote, {to, rollback, check}: UpgradeOptions): HopNote {
  const other = to !== undefined && to !== found.hop.to.version;
  if (other || check === true) throw underWay(found);
  return rollback === true ? {...found, stage: 'back'} : found;
}

async function precheckOf(hop: Hop, opened: OpenLab, signal: AbortSignal): Promise<readonly CheckRow[]> {
  const {plan, drivers} = opened;
  const [atHand, memory, engine, ailments, clusters] = await Promise.all([
    istioAtHand(plan, drivers),
    systemHost.memory(),
    drivers.docker.info(AbortSignal.timeout(ENGINE_MS)),
    ailmentsNow(opened, signal),
    lookClusters(plan, drivers.kubeFor),
  ]);
  const totalBytes = Math.min(memory.totalBytes, engine?.memoryBytes ?? memory.totalBytes);
  const facts = {plan, range: hop, atHand, memory: {...memory, totalBytes}, ailments};
  return precheck(facts, clusters);
}

const ENGINE_MS = 20_000;

function checked({hop, rows}: Ready, {plan}: OpenLab, {json: asJson}: UpgradeOptions): ExitCode {
  const told = {hop, rows, proxy: plan.supplied.proxy};
  process.stdout.write(
    asJson ? `${JSON.stringify(told, null, 2)}\n` : `${rowsText(rows, plan.supplied.proxy.kind)}\n`,
  );
  return faultsOf(rows).length === 0 ? EXIT.good : EXIT.usage;
}

function json(hop: Hop, verdict: HopVerdict, folder: string): string {
  return `${JSON.stringify({hop, ...verdict, folder: shown(folder)}, null, 2)}\n`;
}

/** Whatever keeps a hop from being begun has the one exit code for that. */
function untouched(error: unknown): never {
  if (!(error instanceof EastwestError) || error.exitCode === EXIT.interrupted) throw error;
  const {message, code, hint, details} = error;
  const more = hint === undefined ? {details} : {details, hint};
  throw new EastwestError(message, {code, ...more, exitCode: EXIT.usage, cause: error});
}

function untouchedBy<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    return untouched(error);
  }
}

const ON = '`eastwest upgrade` goes on, `eastwest upgrade --rollback` goes back';

/** What ends a hop on its way says how to go on. */
function halfDone(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return new InterruptedError('the hop was interrupted', ON);
  if (!(error instanceof EastwestError)) return error;
  const {message, code, hint, details, exitCode} = error;
  return new EastwestError(message, {
    ...{code, exitCode, cause: error},
    details: [...details, ...(hint === undefined ? [] : [hint])],
    hint: ON,
  });
}
