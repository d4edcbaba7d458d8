import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {loadScenarios} from '../../../src/scenario/load.js';
import {chapterPlan, samplePlan} from '../../helpers/chapter.js';
import {projectFile} from '../../helpers/project.js';
import {tempFolder} from '../../helpers/temp-folder.js';

/** The chapter's way: of these each comes before the next, whatever lies between them. */
const WAY = [
  'clusters',
  'plugin-ca',
  'control-planes',
  'certificate-chain',
  'ingress-nodeports',
  'workloads',
  'no-discovery',
  'stub-service',
  'remote-secret-anatomy',
  'discovery-one-way',
  'discovery-is-not-connectivity',
  'discovery-both-ways',
  'cross-cluster-call',
  'default-balancing',
  'locality',
  'failover',
  'failback',
  'cross-cluster-authz',
  'default-ca-breaks-trust',
];
const CHAPTER = WAY.map((name) => `ch12/${name}`);
const ALL = readdirSync(projectFile('scenarios/ch12'))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => `ch12/${file.replace('.yaml', '')}`);

const load = (folder: string, ...wanted: string[]): string[] =>
  loadScenarios(folder, wanted, chapterPlan()).map(({id}) => id);

function refusal(t: ExecutionContext, folder: string, ...wanted: string[]): EastwestError {
  const error = t.throws(() => load(folder, ...wanted), {instanceOf: EastwestError});
  if (!(error instanceof EastwestError)) throw new Error('it was not refused');
  t.is(error.exitCode, 2);
  return error;
}

const scenario = (
  name: string,
  after: readonly string[] = [],
  cluster = 'west',
  needs: readonly string[] = [],
): string =>
  JSON.stringify({
    apiVersion: 'eastwest/v1',
    kind: 'Scenario',
    metadata: {name, pack: 'p', title: 't', after},
    spec: {
      needs: {clusters: ['west', ...needs]},
      phases: [{name: 'a', steps: [{explain: 'e', proxyStatus: {cluster}, expect: [{synced: true}]}]}],
    },
  });

async function packOf(t: ExecutionContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await tempFolder(t);
  mkdirSync(join(folder, 'p'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'p', `${name}.yaml`), text);
  return folder;
}

test("the chapter's scenarios are sound, and come in the chapter's order, whatever is asked for first", (t) => {
  const folder = projectFile('scenarios');
  const loaded = load(folder).filter((id) => id.startsWith('ch12/'));
  t.deepEqual([...loaded].sort(), ALL.sort());
  t.deepEqual(
    loaded.filter((id) => CHAPTER.includes(id)),
    CHAPTER,
  );
  t.deepEqual(load(folder, 'ch12'), loaded);
  t.deepEqual(load(folder, 'ch12/failover', 'ch12/locality'), ['ch12/locality', 'ch12/failover']);
});

test('an unknown name is refused with the list of what is there', (t) => {
  const error = refusal(t, projectFile('scenarios'), 'ch12/failovr', 'ch12');
  t.is(error.message, 'no scenario ch12/failovr, did you mean ch12/failover?');
  t.deepEqual(
    error.details.filter((id) => id.startsWith('ch12/')),
    ALL.sort(),
  );
});

test('everything that is wrong in any file of a pack is said at once', async (t) => {
  const folder = await packOf(t, {
    a: scenario('a', [], 'north'),
    b: scenario('b', [], 'south'),
    c: scenario('other'),
  });
  const error = refusal(t, folder);
  t.is(error.code, 'BAD-SCENARIO');
  t.is(error.details.length, 3);
  t.regex(error.details[0] ?? '', /a\.yaml:1:\d+: the lab has no cluster "north"/);
  t.regex(error.details[2] ?? '', /c\.yaml:1:1: the file is p\/c\.yaml, but the scenario in it is p\/other/);
});

test('a scenario for clusters that the lab does not have is loaded, to be skipped, with its neighbours', async (t) => {
  const folder = await packOf(t, {
    a: scenario('a', [], 'north', ['north']),
    b: scenario('b'),
  });
  t.deepEqual(load(folder), ['p/a', 'p/b']);
});

test("the chapter's scenarios are loaded for a lab of one cluster, of three and of four", (t) => {
  for (const name of ['one', 'three', 'four'] as const) {
    const ids = loadScenarios(projectFile('scenarios'), ['ch12'], samplePlan(name)).map(({id}) => id);
    t.deepEqual([...ids].sort(), ALL.sort(), name);
  }
});

test('scenarios that wait for each other are refused', async (t) => {
  const folder = await packOf(t, {a: scenario('a', ['b']), b: scenario('b', ['a'])});
  t.is(refusal(t, folder).message, 'scenarios wait for each other: p/a after p/b after p/a');
});

test('a scenario after one that is not there is refused', async (t) => {
  const folder = await packOf(t, {a: scenario('a', ['z'])});
  t.regex(refusal(t, folder).details[0] ?? '', /a\.yaml:1:\d+: comes after z, which the pack does not have/);
});

test('a folder without scenarios is refused', async (t) => {
  t.regex(refusal(t, await tempFolder(t)).message, /^no scenarios in /);
});
