/** A setting that the workload cannot work with; the message begins with the variable's name. */
export class SettingError extends Error {
  override readonly name = 'SettingError';

  constructor(variable: string, expected: string, found: string) {
    super(`${variable}: expected ${expected}, found ${JSON.stringify(found)}`);
  }
}

export type Env = Readonly<Record<string, string | undefined>>;

/** The variable's text; an empty one counts as not set, as `kubectl set env NAME=` leaves it. */
export function textOf(env: Env, name: string, fallback: string): string {
  const value = env[name]?.trim();
  return value === undefined || value === '' ? fallback : value;
}

export function numberOf(env: Env, name: string, fallback: number, min: number, max: number): number {
  const value = textOf(env, name, String(fallback));
  const number = Number(value);
  if (Number.isFinite(number) && number >= min && number <= max) return number;
  throw new SettingError(name, `a number from ${min} to ${max}`, value);
}

export function integerOf(env: Env, name: string, fallback: number, min: number, max: number): number {
  const number = numberOf(env, name, fallback, min, max);
  if (Number.isInteger(number)) return number;
  throw new SettingError(name, 'a whole number', textOf(env, name, ''));
}

/** For variables that other servers of this kind give a choice, and this one does not. */
export function onlyOf(env: Env, name: string, allowed: string): string {
  const value = textOf(env, name, allowed);
  if (value === allowed) return value;
  throw new SettingError(name, `${allowed}, the only one that is served here`, value);
}

export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** `LISTEN_ADDR`, e.g. `0.0.0.0:8080` or `:8080`. */
export function listenAddressOf(env: Env, defaultPort: number): ListenAddress {
  const value = textOf(env, 'LISTEN_ADDR', `0.0.0.0:${defaultPort}`);
  const match = /^(?<host>[^:\s]*):(?<port>\d{1,5})$/.exec(value);
  const port = Number(match?.groups?.['port'] ?? Number.NaN);
  if (!(port <= 65535))
    throw new SettingError('LISTEN_ADDR', 'an address and port such as 0.0.0.0:8080', value);
  return {host: match?.groups?.['host'] || '0.0.0.0', port};
}
