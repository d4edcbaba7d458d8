import {EastwestError, messageOf} from '../../base/errors.js';
import type {Ask, Reply, Send} from './request.js';

/** An error with the API server's own message; its status is part of the code, e.g. `KUBE-409`. */
export function refused(what: string, {status, body}: Reply): EastwestError {
  return new EastwestError(`${what}: ${serverMessage(body) ?? `HTTP ${status}`}`, {code: `KUBE-${status}`});
}

/** Sends one request; that no answer came is a typed error. */
export async function ask(send: Send, what: string, request: Ask): Promise<Reply> {
  try {
    return await send(request);
  } catch (error) {
    if (error instanceof EastwestError) throw error;
    throw unreachable(what, error);
  }
}

function unreachable(what: string, cause: unknown): EastwestError {
  return new EastwestError(`${what}: the API server does not answer (${messageOf(cause)})`, {
    code: 'KUBE-UNREACHABLE',
    cause,
  });
}

function serverMessage(body: string): string | undefined {
  try {
    const status = JSON.parse(body) as {message?: unknown};
    return typeof status.message === 'string' ? status.message : undefined;
  } catch {
    return body.trim() === '' ? undefined : body.trim().slice(0, 300);
  }
}
