import {catalog} from './catalog.js';
import {textOf, type Env} from './env.js';
import type {Answer} from './http-server.js';
import {backendSettingsOf} from './simple-backend-settings.js';
import {simpleBackend} from './simple-backend.js';
import {webapp} from './webapp.js';

/** What an app gets from the machine that it runs on. */
export interface Machine {
  readonly hostname: string;
  readonly ipAddresses: readonly string[];
  random(): number;
}

export interface App {
  /** `NAME@hostname`, which every answer carries as `x-served-by`. */
  readonly servedBy: string;
  /** Unless LISTEN_ADDR says otherwise. */
  readonly defaultPort: number;
  readonly answer: Answer;
}

const APPS: Readonly<Record<string, (env: Env, machine: Machine) => {defaultPort: number; answer: Answer}>> =
  {
    webapp: (env) => ({defaultPort: 8080, answer: webapp(env)}),
    catalog: () => ({defaultPort: 3000, answer: catalog()}),
    'simple-backend': (env, machine) => ({
      defaultPort: 8080,
      answer: simpleBackend(backendSettingsOf(env), machine),
    }),
  };

export const APP_NAMES = Object.keys(APPS);

/** The app of a name, set up by its environment; undefined where there is none of that name. */
export function appNamed(name: string, env: Env, machine: Machine): App | undefined {
  const make = APPS[name];
  if (make === undefined) return undefined;
  return {servedBy: `${textOf(env, 'NAME', name)}@${machine.hostname}`, ...make(env, machine)};
}
