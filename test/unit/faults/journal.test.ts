import test from 'ava';
import {readPlanted, writePlanted, type Planted} from '../../../src/faults/journal.js';
import {container} from '../../fakes/containers.js';
import {refusal} from '../../helpers/error.js';
import {faultLab} from '../../helpers/fault-lab.js';

const planted = (fault: string): Planted => ({
  fault,
  cluster: 'east',
  seed: 1,
  undos: [{unpause: 'east-control-plane'}],
});
const A = 'west-control-plane /kind/eastwest-fault-a.json';
const B = 'west-control-plane /kind/eastwest-fault-b.json';

test('what was written last is read, and nothing once nothing is planted', async (t) => {
  const {bench} = faultLab();
  t.is(await readPlanted(bench), undefined);
  for (const name of ['one', 'two', 'three']) {
    await writePlanted(planted(name), bench);
    t.deepEqual(await readPlanted(bench), planted(name));
  }
  await writePlanted(undefined, bench);
  t.is(await readPlanted(bench), undefined);
});

test('it is for the owner alone, since it holds Secrets', async (t) => {
  const {bench, files} = faultLab();
  await writePlanted(planted('one'), bench);
  await writePlanted(planted('two'), bench);
  t.deepEqual([...files.keys()].sort(), [A, B]);
  for (const {mode} of files.values()) t.is(mode, 0o600);
});

test('a write that was broken off at any byte leaves what was noted before', async (t) => {
  const {bench, files} = faultLab();
  await writePlanted(planted('one'), bench);
  const before = new Map(files);
  await writePlanted(planted('two'), bench);
  const [path, {text}] = [...files].find(([key, {text: now}]) => before.get(key)?.text !== now) ?? [
    '',
    {text: ''},
  ];
  t.true(text.length > 50);
  for (const length of text.split('').keys()) {
    files.set(path, {text: text.slice(0, length), mode: 0o600});
    t.is((await readPlanted(bench))?.fault, 'one', `${length} bytes`);
  }
  files.set(path, {text, mode: 0o600});
  t.is((await readPlanted(bench))?.fault, 'two');
});

test('a node of another lab is not asked, nor is a lab that is not there', async (t) => {
  const {bench, containers} = faultLab();
  await writePlanted(planted('one'), bench);
  containers.set(
    'west-control-plane',
    container('west-control-plane', {labels: {'dev.eastwest.lab': 'mine'}}),
  );
  t.is(await readPlanted(bench), undefined);
  t.is((await refusal(t, writePlanted(planted('two'), bench))).code, 'FAULT-LAB-NOT-UP');
  containers.delete('west-control-plane');
  t.is(await readPlanted(bench), undefined);
});
