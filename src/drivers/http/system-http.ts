import {request, type IncomingMessage} from 'node:http';
import {text} from 'node:stream/consumers';
import {messageOf, throwIfInterrupted} from '../../base/errors.js';
import type {Clock} from '../../base/clock.js';
import type {Http, HttpOptions} from './http.js';

/** Each call on a connection of its own, past any proxy; `fetch` would not let a Host header through. */
export function systemHttp(clock: Clock): Http {
  return {
    get: async (url, options) => {
      throwIfInterrupted(options.signal);
      const at = clock.date().getTime();
      const startMs = clock.nowMs();
      let response: IncomingMessage | undefined;
      try {
        response = await sent(url, options);
        const body = await text(response);
        return {at, ms: clock.nowMs() - startMs, body, ...headOf(response)};
      } catch (error) {
        throwIfInterrupted(options.signal);
        return {at, ms: clock.nowMs() - startMs, body: '', ...headOf(response), error: messageOf(error)};
      }
    },
  };
}

function sent(url: string, {headers, signal, timeoutMs}: HttpOptions): Promise<IncomingMessage> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
  return new Promise((resolve, reject) => {
    const call = request(url, {agent: false, headers, signal: limit}, resolve);
    call.on('error', (error) => {
      reject(limit.aborted ? new Error(`no answer within ${timeoutMs} ms`) : error);
    });
    call.end();
  });
}

function headOf(response: IncomingMessage | undefined) {
  const headers = Object.entries(response?.headers ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return {status: response?.statusCode ?? 0, headers: Object.fromEntries(headers)};
}
