import {Agent} from 'node:http';
import {setTimeout as delay} from 'node:timers/promises';
import type {CallOptions} from './call-options.js';
import {exchange} from './exchange.js';
import {issueAtRate} from './open-loop.js';

/** One call as it is printed. */
export interface CallRecord {
  /** From 1, in the order of issue; with a rate, answers may come in another order. */
  readonly n: number;
  /** When it was issued, in milliseconds since 1970. */
  readonly at: number;
  /** 0 where no status line came. */
  readonly status: number;
  /** From issue to the last byte. */
  readonly ms: number;
  /** The first 4 KiB. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Code and text, also where the answer broke off after its status. */
  readonly error?: string;
  /** Whether it went over a connection that an earlier call had opened. */
  readonly reused: boolean;
}

const BODY_BYTES = 4096;
const TOLD_HEADERS = [
  'x-served-by',
  'x-called-by',
  'x-catalog-served-by',
  'x-catalog-called-by',
  'server',
  'x-envoy-upstream-service-time',
];

/** Makes the calls and hands over each as soon as it is over. */
export async function makeCalls(options: CallOptions, tell: (record: CallRecord) => void): Promise<void> {
  const {count, intervalMs, rate, keepAlive} = options;
  const agent = keepAlive ? new Agent({keepAlive: true}) : undefined;
  const call = async (n: number): Promise<void> => tell(await oneCall(n, options, agent));
  if (rate === undefined) {
    for (let n = 1; n <= count; n++) {
      await call(n);
      if (n < count && intervalMs > 0) await delay(intervalMs);
    }
  } else {
    await issueAtRate({count, rate}, call);
  }
  agent?.destroy();
}

async function oneCall(
  n: number,
  {url, method, headers, timeoutMs}: CallOptions,
  agent: Agent | undefined,
): Promise<CallRecord> {
  const issuedMs = performance.now();
  const found = await exchange({url, method, headers, timeoutMs, ...(agent === undefined ? {} : {agent})});
  const told = TOLD_HEADERS.flatMap((name) => {
    const value = found.headers[name];
    return typeof value === 'string' ? [[name, value]] : [];
  });
  const {status, body, failure, reused} = found;
  return {
    n,
    at: rounded(performance.timeOrigin + issuedMs),
    status,
    ms: rounded(performance.now() - issuedMs),
    body: body.toString('utf8', 0, BODY_BYTES),
    headers: Object.fromEntries(told) as Record<string, string>,
    ...(failure === undefined ? {} : {error: `${failure.code}: ${failure.message}`}),
    reused,
  };
}

/** To a tenth of a millisecond. */
export function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
