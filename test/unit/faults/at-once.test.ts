import {randomUUID} from 'node:crypto';
import {cp, readFile, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {holdNames, labNames} from '../../../src/cli/hold-lab.js';
import {runProgram} from '../../../src/cli/program.js';
import {socketLocks} from '../../../src/drivers/lock/socket-locks.js';
import {mend, plant, readPlanted} from '../../../src/faults/index.js';
import type {Fault} from '../../../src/faults/fault.js';
import {readLab} from '../../../src/lab/read-lab.js';
import {refusal} from '../../helpers/error.js';
import {faultLab} from '../../helpers/fault-lab.js';
import {projectFile} from '../../helpers/project.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const {signal} = new AbortController();
const ref = (name: string) => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace: 'default'}});
/** A change takes its time: whoever comes in between finds it half-way. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

function faultOf(name: string, lab: ReturnType<typeof faultLab>): Fault {
  const change = (object: string) => ({
    undos: [{cluster: 'east', remove: ref(object)}],
    run: async () => {
      await pause();
      await lab.bench.kube('east').apply([ref(object)]);
    },
  });
  return {
    name,
    does: {en: 'Makes objects.'},
    finding: 'node-paused',
    sites: () => ['east'],
    changes: () => Promise.resolve([`${name}-1`, `${name}-2`].map(change)),
    see: () => [],
  };
}

test('of two faults at once one is planted, and what takes it back is whole', async (t) => {
  const lab = faultLab();
  const name = `test ${randomUUID()}`;
  const outcomes = await Promise.allSettled(
    ['one', 'two'].map((fault) =>
      holdNames([name], {command: `break ${fault}`, signal}, () =>
        plant({fault: faultOf(fault, lab), seed: 1}, lab.bench),
      ),
    ),
  );
  const [planted, ...more] = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const [refused] = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  t.deepEqual(more, []);
  t.true(refused instanceof EastwestError && refused.code === 'LAB-BUSY', String(refused));
  if (planted === undefined) return t.fail('none was planted');
  t.deepEqual(await readPlanted(lab.bench), planted);
  const made = ['1', '2'].map((part) => `east: apply ConfigMap ${planted.fault}-${part}`);
  t.deepEqual(lab.diary, made, 'the other one has changed nothing');
  t.deepEqual((await mend(lab.bench)).leftBehind, []);
  for (const part of ['1', '2'])
    t.is(await lab.bench.kube('east').get(ref(`${planted.fault}-${part}`)), undefined);
});

/** A lab file whose names nothing on this machine has. */
async function ownLab(t: ExecutionContext): Promise<string> {
  const given = projectFile('test/fixtures/labs/valid-two-clusters.yaml');
  const id = randomUUID().slice(0, 8);
  const text = (await readFile(given, 'utf8'))
    .replace('name: least', `name: l${id}`)
    .replace('spec:\n', `spec:\n  dockerNetwork: {name: n${id}}\n  client: {name: c${id}}\n`)
    .replace('name: west\n', `name: w${id}\n`)
    .replace('name: east\n', `name: e${id}\n`);
  const folder = await tempFolder(t);
  await cp(join(dirname(given), 'manifests'), join(folder, 'manifests'), {recursive: true});
  await writeFile(join(folder, 'lab.yaml'), text);
  return join(folder, 'lab.yaml');
}

for (const argv of [['break', 'node-paused'], ['mend']]) {
  test(`${argv.join(' ')} is refused before it looks at anything while a break is at work`, async (t) => {
    const file = await ownLab(t);
    const holder = {
      pid: 1,
      command: 'eastwest break foreign-root',
      folder: '/',
      since: '2026-01-01T00:00:00.000Z',
    };
    const taken = await socketLocks.take(labNames(readLab(file)), holder);
    if ('busy' in taken) return t.fail(taken.busy);
    const work = runProgram([...argv, '--lab', file], {signal, version: '0'});
    const error = await refusal(t, work);
    await taken.release();
    t.is(error.code, 'LAB-BUSY');
    t.regex(error.message, /is being worked on by `eastwest break foreign-root` \(pid 1\)/);
  });
}
