import {Agent} from 'node:http';
import {rounded} from './call-loop.js';
import {exchange} from './exchange.js';
import {issueAtRate} from './open-loop.js';
import type {TrafficFlow, TrafficOptions} from './traffic-options.js';

/** One call as it is printed. */
export interface TrafficRecord {
  /** From 1, in the order of issue of all flows; answers may come in another order. */
  readonly n: number;
  /** Name of its flow. */
  readonly flow: string;
  /** When it was issued, in milliseconds since 1970. */
  readonly at: number;
  /** From issue to its end. */
  readonly ms: number;
  /** By how many milliseconds it was issued after its moment: what the caller itself is to blame for. */
  readonly late: number;
  /** 0 where no status line came. */
  readonly status: number;
  /** Code and text, also where the answer broke off after its status. */
  readonly error?: string;
  /** The beginning of an answer that was none: there a proxy says why. */
  readonly body?: string;
}

const BODY_BYTES = 200;

/** Calls all flows in turn until the signal or the end of the count; hands over each call as soon as it is over. */
export async function makeTraffic(
  {flows, rate, count, timeoutMs}: TrafficOptions,
  tell: (record: TrafficRecord) => void,
  signal: AbortSignal,
): Promise<void> {
  const agents = flows.map(({keepAlive}) => (keepAlive ? reusing() : undefined));
  await issueAtRate({count, rate, signal}, async (n, lateMs) => {
    const index = (n - 1) % flows.length;
    const flow = flows[index];
    if (flow !== undefined)
      tell({n, ...(await oneCall(flow, agents[index], timeoutMs)), late: rounded(lateMs)});
  });
  for (const agent of agents) agent?.destroy();
}

/**
 * One connection that is always in use. Where calls overlap there are more, but only one is kept: of several the others
 * would lie idle for minutes, and a gateway that drains would wait for them.
 */
function reusing(): Agent {
  return new Agent({keepAlive: true, maxFreeSockets: 1});
}

async function oneCall(
  {name, url, headers}: TrafficFlow,
  agent: Agent | undefined,
  timeoutMs: number,
): Promise<Omit<TrafficRecord, 'n' | 'late'>> {
  const issuedMs = performance.now();
  const question = {url, headers, timeoutMs, ...(agent === undefined ? {} : {agent})};
  const {status, body, failure} = await exchange(question);
  return {
    flow: name,
    at: rounded(performance.timeOrigin + issuedMs),
    ms: rounded(performance.now() - issuedMs),
    status,
    ...(failure === undefined ? {} : {error: `${failure.code}: ${failure.message}`}),
    ...(status >= 400 ? {body: body.toString('utf8', 0, BODY_BYTES)} : {}),
  };
}
