import {setTimeout as delay} from 'node:timers/promises';
import {durationText} from './durations.js';
import {exchange} from './exchange.js';
import type {Answer} from './http-server.js';
import type {BackendSettings} from './simple-backend-settings.js';
import {drawMs} from './timing.js';
import {traceHeaders} from './tracing.js';

/** What the backend has from its machine; tests give their own. */
export interface BackendWorld {
  readonly ipAddresses: readonly string[];
  /** From 0 to below 1. */
  random(): number;
}

interface UpstreamCall {
  readonly uri: string;
  readonly code: number;
  readonly [key: string]: unknown;
}

/** Answers whatever it is asked in JSON: who it is, its message, how long it took; slow and faulty as it was set. */
export function simpleBackend(settings: BackendSettings, {ipAddresses, random}: BackendWorld): Answer {
  const {name, message, errorRate, errorCode, timing, upstreamUris, upstreamTimeoutMs} = settings;
  return async ({path, headers}) => {
    const start = new Date();
    const reply = (status: number, more: object): {status: number; body: object} => {
      const end = new Date();
      const times = {start_time: start.toISOString(), end_time: end.toISOString()};
      const duration = durationText(end.getTime() - start.getTime());
      const who = {name, uri: path, type: 'HTTP', ip_addresses: ipAddresses};
      return {status, body: {...who, ...times, duration, ...more, code: status}};
    };
    // random() is below 1, so that a rate of 1 fails always and a rate of 0 never.
    if (random() < errorRate) return reply(errorCode, {error: `error injected by ERROR_RATE=${errorRate}`});
    await delay(drawMs(timing, random(), random()));
    if (upstreamUris.length === 0) return reply(200, {body: message});
    const calls: UpstreamCall[] = [];
    for (const uri of upstreamUris)
      calls.push(await callUpstream(uri, traceHeaders(headers), upstreamTimeoutMs));
    const bad = calls.find(({code}) => code !== 200);
    if (bad === undefined) return reply(200, {upstream_calls: calls, body: message});
    return reply(500, {upstream_calls: calls, error: `upstream ${bad.uri} failed`});
  };
}

async function callUpstream(
  uri: string,
  headers: Record<string, string>,
  timeoutMs: number,
): Promise<UpstreamCall> {
  const {status, body, failure} = await exchange({url: uri, headers, timeoutMs});
  if (failure !== undefined) return {uri, error: `${failure.code}: ${failure.message}`, code: 0};
  return {...contentOf(body.toString()), uri, code: status};
}

function contentOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
    return {body: value};
  } catch {
    return {body: text};
  }
}
