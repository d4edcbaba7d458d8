import {durationMsOf} from './durations.js';
import {integerOf, numberOf, onlyOf, SettingError, textOf, type Env} from './env.js';
import {httpUrl} from './http-url.js';
import {timingOf, type Timing} from './timing.js';

export interface BackendSettings {
  readonly name: string;
  readonly message: string;
  /** Share of the answers that are errors, 0 to 1. */
  readonly errorRate: number;
  /** HTTP status of an injected error. */
  readonly errorCode: number;
  readonly timing: Timing;
  /** Called one after the other before each answer. */
  readonly upstreamUris: readonly string[];
  readonly upstreamTimeoutMs: number;
}

/** Reads the variables that the chapter's manifests use, and refuses what it cannot honour. */
export function backendSettingsOf(env: Env): BackendSettings {
  onlyOf(env, 'SERVER_TYPE', 'http');
  onlyOf(env, 'ERROR_TYPE', 'http_error');
  return {
    name: textOf(env, 'NAME', 'simple-backend'),
    message: textOf(env, 'MESSAGE', 'Hello'),
    errorRate: numberOf(env, 'ERROR_RATE', 0, 0, 1),
    errorCode: integerOf(env, 'ERROR_CODE', 500, 400, 599),
    timing: timingOf(env),
    upstreamUris: upstreamUrisOf(env),
    upstreamTimeoutMs: durationMsOf(env, 'HTTP_CLIENT_REQUEST_TIMEOUT', '30s'),
  };
}

function upstreamUrisOf(env: Env): string[] {
  const uris = textOf(env, 'UPSTREAM_URIS', '')
    .split(',')
    .map((uri) => uri.trim())
    .filter((uri) => uri !== '');
  const bad = uris.find((uri) => httpUrl(uri) === undefined);
  if (bad !== undefined)
    throw new SettingError('UPSTREAM_URIS', 'http:// addresses with commas between', bad);
  return uris;
}
