import {EastwestError} from '../base/errors.js';
import {HopelessError, waitFor, type Look} from '../base/wait-for.js';
import type {World} from '../scenario/bench.js';
import {DEADLINES} from '../scenario/deadlines.js';
import {
  askToEnd,
  beginCalls,
  endCalls,
  isCalling,
  markCalls,
  readCalls,
  readLines,
  type CallerBench,
} from '../scenario/started-calls.js';
import {figuresOf, type TrafficFigures} from './figures.js';
import {flowsOf} from './flows.js';
import {trafficJob} from './job.js';
import {loadMeter} from './load.js';
import {readCall, readMark} from './lines.js';

/** What the caller is called in the client container. */
const NAME = 'upgrade-traffic';
const PROGRAM = 'traffic';

const USUAL_RATE = 100;
const USUAL_TIMEOUT_MS = 5000;
/** A caller that nobody ends, since whoever began it was killed, ends by itself. */
const USUAL_LIMIT_MS = 60 * 60_000;

export interface TrafficOptions {
  readonly signal: AbortSignal;
  /** What the time from the beginning on is called, e.g. `before`. */
  readonly phase: string;
  /** Go on with a caller that is still at work, of a hop that was killed, and with the phases that it knows. */
  readonly resume?: boolean;
  /** Calls per second of all flows together; 100 unless given. */
  readonly rate?: number;
  /** One that has no answer by then is lost; 5000 unless given. */
  readonly timeoutMs?: number;
  /** How long it goes on if nobody ends it; an hour unless given. */
  readonly limitMs?: number;
  readonly say?: (text: string) => void;
}

/** Calls that go on in the client container, whatever becomes of this program. */
export interface Traffic {
  /** Names the time from now on. TRAFFIC-OVER where nobody calls any more. */
  begin(phase: string): Promise<void>;
  /** Ends it once the calls under way are over, says what became of all, and leaves nothing in the client. */
  stop(): Promise<TrafficFigures>;
}

/**
 * Begins to call in every flow at a set rate, whether or not answers come. What the calls need, `trafficSteps` have
 * made.
 */
export async function startTraffic(world: World, options: TrafficOptions): Promise<Traffic> {
  const {signal, phase, resume = false} = options;
  const {rate = USUAL_RATE, timeoutMs = USUAL_TIMEOUT_MS, limitMs = USUAL_LIMIT_MS} = options;
  const bench: CallerBench = {docker: world.docker, plan: world.plan, signal};
  const traffic = running(world, bench, options, timeoutMs);
  if (resume && (await isCalling(NAME, bench, PROGRAM))) return traffic;
  await endCalls(NAME, bench, PROGRAM);
  await beginCalls(NAME, await trafficJob(world, {rate, timeoutMs, limitMs}), bench, PROGRAM);
  await waitFor('the first call of the traffic to end', () => lookBegun(bench), {
    deadlineMs: DEADLINES.callerStartMs + timeoutMs,
    ...waitOptions(world, options),
  });
  await traffic.begin(phase);
  return traffic;
}

/** Ends calls that are under way and leaves nothing of them, not even what was measured. */
export async function endTraffic(bench: CallerBench): Promise<void> {
  await endCalls(NAME, bench, PROGRAM);
}

function running(world: World, bench: CallerBench, options: TrafficOptions, timeoutMs: number): Traffic {
  const meter = loadMeter(bench);
  return {
    begin: async (phase) => {
      if (!(await markCalls(NAME, phase, bench, PROGRAM))) {
        throw new EastwestError('nobody calls any more: the traffic has ended by itself', {
          code: 'TRAFFIC-OVER',
          details: await readLines(NAME, 'err', bench),
        });
      }
      await meter.begin(phase);
    },
    stop: async () => {
      const others = await meter.stop();
      const endedEarly = !(await askToEnd(NAME, bench, PROGRAM));
      await waitFor('the calls under way to end', () => lookEnded(bench), {
        deadlineMs: DEADLINES.startedCallsMs + timeoutMs,
        ...waitOptions(world, options),
      });
      const calls = (await readLines(NAME, 'jsonl', bench)).map(readCall);
      const marks = (await readLines(NAME, 'marks', bench)).map(readMark);
      await endCalls(NAME, bench, PROGRAM);
      return {...figuresOf(flowsOf(world.plan), calls, marks, endedEarly), others};
    },
  };
}

async function lookBegun(bench: CallerBench): Promise<Look> {
  const {lines, alive} = await readCalls(NAME, bench, PROGRAM);
  if (alive) return {done: lines.length > 0, seen: `${lines.length} calls are over`};
  const details = await readLines(NAME, 'err', bench);
  if (details.length === 0) return {done: false, seen: 'nobody calls yet'};
  throw new HopelessError('the caller cannot begin', {code: 'CALLER-FAILED', details});
}

async function lookEnded(bench: CallerBench): Promise<Look> {
  const alive = await isCalling(NAME, bench, PROGRAM);
  return {done: !alive, seen: alive ? 'the caller is at work' : 'ended'};
}

function waitOptions({clock}: World, {signal, say}: TrafficOptions) {
  return {clock, signal, ...(say === undefined ? {} : {onSeen: say})};
}
