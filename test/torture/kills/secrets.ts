import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {EXIT} from '../../../src/base/errors.js';
import {eastwest, type Ended} from '../../helpers/program.js';
import {projectFile} from '../../helpers/project.js';
import {keysInLab, keysWhile} from './lab-keys.js';
import {good, none, plan, world} from './lab.js';
import {SCENARIOS} from './scenario.js';

/** Faults that issue a CA, a workload's certificate, or a token. */
const ISSUING = [
  'foreign-root',
  'intermediate-expired',
  'clock-skew',
  'remote-secret-expired-token',
] as const;
const LOOK_MS = 20;
/** Shorter ones may stand in a text by chance. */
const LEAST_LENGTH = 24;

/**
 * Makes the lab, runs scenarios, plants faults that issue keys or tokens of their own, explains and mends them, while
 * the arguments of every process of this machine are looked at; then looks for all keys and tokens that the lab has had
 * meanwhile, there and in all that was written. Resolves to what was looked at; a find fails, and names only where it
 * was.
 */
export async function secretsAreNowhere(): Promise<string> {
  await none();
  const seen = new Set<string>();
  let over = false;
  const watch = (async () => {
    while (!over) {
      for (const line of commandLines()) seen.add(line);
      await delay(LOOK_MS);
    }
  })();
  const said: string[] = [];
  let held: ReadonlySet<string> = new Set();
  const say = ({stdout, stderr}: Pick<Ended, 'stdout' | 'stderr'>): void => void said.push(stdout, stderr);
  try {
    held = await keysWhile(async () => {
      const runs = SCENARIOS.map((scenario) => ['run', scenario]);
      for (const args of [['up'], ...runs, ['explain'], ['status'], ['plan'], ['shell', '--print']])
        say(await good(...args));
      for (const fault of ISSUING) await planted(fault, say);
    });
  } finally {
    over = true;
    await watch;
  }
  const places = [
    ['arguments of a process', [...seen].join('\n')],
    ['what was printed', said.join('\n')],
    ...written().map((file) => [file, readFileSync(file, 'latin1')]),
  ] as const;
  const secrets = [...keys(), ...(await tokens()), ...checked([...held])];
  const found = places.filter(([, text]) => secrets.some((secret) => text.includes(secret)));
  if (found.length > 0)
    throw new Error(`a key or token stands in: ${found.map(([where]) => where).join(', ')}`);
  return `${secrets.length} keys and tokens in none of ${seen.size} command lines and ${places.length - 2} files`;
}

/** One fault, from its planting to its mending; what it has issued must be there to be looked for. */
async function planted(fault: string, say: (end: Ended) => void): Promise<void> {
  const before = await keysInLab();
  say(await good('break', fault, '--seed', '1'));
  const issued = [...(await keysInLab())].filter((key) => !before.has(key));
  const explained = await eastwest('explain', '--json');
  say(explained);
  say(await good('mend'));
  if (issued.length === 0) throw new Error(`${fault} has issued nothing that could be looked for`);
  if (explained.code !== EXIT.finding) throw new Error(`explain of ${fault} ended with ${explained.code}`);
}

function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    });
}

/** Logs of this program, and the records and reports of every run. */
function written(): readonly string[] {
  const folders = [join(plan.supplied.folders.cache, 'logs'), projectFile('.eastwest/runs')];
  return folders
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder, {recursive: true}).map((name) => join(folder, String(name))))
    .filter((path) => statSync(path).isFile());
}

/** A line of the body of each private key, as PEM and inside kubeconfigs. */
function keys(): readonly string[] {
  const files = [
    join(plan.root.folder, 'root-ca.key'),
    ...plan.clusters.map(({certs}) => join(certs, 'ca-key.pem')),
  ];
  const bodies = files.map((file) => readFileSync(file, 'utf8').split('\n')[2] ?? '');
  const clients = plan.clusters.map(
    ({kubeconfig}) => /client-key-data: (\S+)/.exec(readFileSync(kubeconfig, 'utf8'))?.[1] ?? '',
  );
  return checked([...bodies, ...clients, ...clients.map(decoded).map((pem) => pem.split('\n')[1] ?? '')]);
}

/** What every Secret of a service account or of another cluster gives access with. */
async function tokens(): Promise<readonly string[]> {
  const lists = await Promise.all(
    plan.clusters.map(({name}) => world.kube(name).list('v1', 'Secret', {namespace: 'istio-system'})),
  );
  const found = lists.flat().flatMap(({metadata, data}) => {
    const values = (data ?? {}) as Readonly<Record<string, string>>;
    if (!/token$|^istio-remote-secret-/.test(metadata.name)) return [];
    const texts = Object.entries(values)
      .filter(([key]) => !['ca.crt', 'namespace'].includes(key))
      .map(([, value]) => decoded(value));
    return texts.map((text) => /eyJ[\w.-]+/.exec(text)?.[0] ?? '');
  });
  return checked(found);
}

function decoded(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}

/** What cannot be looked for is a mistake of this test, not a good sign. */
function checked(secrets: readonly string[]): readonly string[] {
  if (secrets.length === 0 || secrets.some((secret) => secret.length < LEAST_LENGTH))
    throw new Error('a key or token could not be read');
  return secrets;
}
