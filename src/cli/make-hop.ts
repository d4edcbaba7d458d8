import type {Plan} from '../plan/plan.js';
import {redacted} from '../report/index.js';
import {
  recordOf,
  runHop,
  type HopEvent,
  type HopNote,
  type HopVerdict,
  type Thresholds,
} from '../upgrade/index.js';
import {hopFolder, type HopFolder} from './hop-folder.js';
import {formerScenarios, hopParts} from './hop-parts.js';
import {rateOf, type UpgradeOptions} from './hop-request.js';
import {hopRenderer} from './render/upgrade.js';
import type {ReadyHop} from './ready-hop.js';
import {withWayOn, type WayOn} from './way-on.js';

const WAY_ON: WayOn = {
  interrupted: 'the hop was interrupted',
  on: '`eastwest upgrade` goes on, `eastwest upgrade --rollback` goes back',
};

/** A hop that came to its verdict, which has no secret in it. */
export interface MadeHop {
  readonly verdict: HopVerdict;
  /** Full path of its folder. */
  readonly folder: string;
}

export interface HopRequest {
  readonly options: UpgradeOptions;
  readonly thresholds: Thresholds;
  readonly signal: AbortSignal;
}

/** Makes a hop that is ready, or goes on with it, with the progress on stderr; what it has seen lies in its folder. */
export async function makeHop(
  {opened, hop, rows, named}: ReadyHop,
  run: {readonly note: HopNote; readonly resumed: boolean},
  {options, thresholds, signal}: HopRequest,
): Promise<MadeHop> {
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
    return {verdict, folder: folder.path};
  } catch (error) {
    throw withWayOn(error, WAY_ON, signal);
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
