import Dockerode from 'dockerode';
import {EastwestError, messageOf} from '../../base/errors.js';

/** A client of the engine that DOCKER_HOST names, or of the usual socket. */
export function engineClient(): Dockerode {
  return new Dockerode();
}

interface EngineFailure {
  readonly statusCode?: number;
  readonly code?: string;
  readonly json?: {readonly message?: string};
}

/** Runs one request; the engine's own words become the message of a typed error. */
export async function ask<T>(what: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw engineError(what, error);
  }
}

/** As `ask`, but "no such thing" is the answer undefined. */
export async function lookUp<T>(what: string, request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if ((error as EngineFailure).statusCode === 404) return undefined;
    throw engineError(what, error);
  }
}

/** As `ask`, for removing: a thing that is not there, or is being removed already, is no error. */
export async function removal(what: string, request: () => Promise<unknown>): Promise<void> {
  try {
    await request();
  } catch (error) {
    if ((error as EngineFailure).statusCode === 404 || isBeingRemoved(error)) return;
    throw engineError(what, error);
  }
}

/** True where another call removes the thing already. */
export function isBeingRemoved(error: unknown): boolean {
  return (error as EngineFailure).statusCode === 409 && messageOf(error).includes('already in progress');
}

/** True when no engine answered at all. */
export function isUnreachable(error: unknown): boolean {
  const code = (error as EngineFailure).code ?? '';
  return ['ECONNREFUSED', 'ENOENT', 'EACCES', 'ECONNRESET', 'ETIMEDOUT'].includes(code);
}

function engineError(what: string, error: unknown): EastwestError {
  if (isUnreachable(error)) {
    return new EastwestError(`${what}: no Docker engine answers`, {
      code: 'DOCKER-ENGINE-DOWN',
      hint: 'see `eastwest doctor`',
      cause: error,
    });
  }
  const said = (error as EngineFailure).json?.message ?? messageOf(error);
  return new EastwestError(`${what}: ${said}`, {code: 'DOCKER-FAILED', cause: error});
}
