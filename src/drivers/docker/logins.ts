import {readFile} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {EastwestError, throwIfInterrupted} from '../../base/errors.js';
import {HELD_VARIABLE, type Processes} from '../process/process.js';
import type {Login, LoginFor} from './docker.js';

/** What `docker login` has left behind. */
interface DockerConfig {
  readonly auths?: Readonly<Record<string, {readonly auth?: string; readonly identitytoken?: string}>>;
  readonly credHelpers?: Readonly<Record<string, string>>;
  readonly credsStore?: string;
}

const HUB = 'docker.io';
/** The name that Docker keeps its own registry's login under. */
const HUB_SERVER = ['https:', '', `index.${HUB}`, 'v1', ''].join('/');
const HELPER_TIMEOUT_MS = 20_000;

/** Logins from Docker's own configuration and its credential helpers; nothing of ours is kept anywhere. */
export function dockerLogins(
  processes: Processes,
  folder = process.env['DOCKER_CONFIG'] ?? join(homedir(), '.docker'),
): LoginFor {
  return async (registry, signal): Promise<Login | undefined> => {
    const file = join(folder, 'config.json');
    const {auths = {}, credHelpers = {}, credsStore} = await configOf(file);
    const server = registry === HUB ? HUB_SERVER : registry;
    const helper = credHelpers[server] ?? credHelpers[registry] ?? credsStore;
    if (helper !== undefined) return ask(helper, server, processes, signal);
    const {auth, identitytoken} = auths[server] ?? auths[registry] ?? auths[`https://${registry}`] ?? {};
    if (identitytoken !== undefined) return {identitytoken, serveraddress: server};
    if (auth === undefined || auth === '') return undefined;
    const [username = '', ...rest] = Buffer.from(auth, 'base64').toString('utf8').split(':');
    return {username, password: rest.join(':'), serveraddress: server};
  };
}

async function configOf(file: string): Promise<DockerConfig> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return {};
  }
  return fromJson(file, text) as DockerConfig;
}

/** What a parser says of a mistake quotes the text, and this one holds passwords: it is not handed on. */
function fromJson(what: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new EastwestError(`${what} is no JSON`, {code: 'DOCKER-CONFIG-BAD'});
  }
}

/** A helper that has nothing ends with an error; Docker then pulls without a login, and so do we. */
async function ask(
  helper: string,
  server: string,
  processes: Processes,
  signal: AbortSignal,
): Promise<Login | undefined> {
  // It may start an agent, which is not to end with what was begun for a lab.
  const env = {[HELD_VARIABLE]: ''};
  const options = {signal, timeoutMs: HELPER_TIMEOUT_MS, input: server, env};
  const answer = await processes.run(`docker-credential-${helper}`, ['get'], options).catch(() => undefined);
  throwIfInterrupted(signal);
  if (answer === undefined) return undefined;
  const said = fromJson(`what docker-credential-${helper} answers`, answer.stdout);
  const {Username, Secret} = said as {Username: string; Secret: string};
  if (Username === '<token>') return {identitytoken: Secret, serveraddress: server};
  return {username: Username, password: Secret, serveraddress: server};
}
