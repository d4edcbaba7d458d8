import {appendFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {stateHash} from '../../../src/faults/index.js';
import {Ledger, type Entry} from '../../torture/kills/ledger.js';
import {readOptions} from '../../torture/kills/options.js';
import {different, withoutChosen} from '../../torture/kills/state.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const entry = (trial: string, outcome: Entry['outcome']): Entry => ({
  trial,
  group: 'run',
  seed: 1,
  outcome,
  text: '',
  seconds: 1,
});

test('a call that was ended is gone on with; what failed is tried again, and counts once', async (t) => {
  const file = join(await tempFolder(t), 'folder', 'seed-1.jsonl');
  const first = new Ledger(file, false);
  first.write(entry('run 1', 'survived'));
  first.write(entry('run 2', 'failed'));
  first.write(entry('run 3', 'not reached'));
  appendFileSync(file, '{"trial": "run 4", "outc');
  const next = new Ledger(file, false);
  t.deepEqual(
    ['run 1', 'run 2', 'run 3', 'run 4'].map((trial) => next.needs(trial)),
    [false, true, false, true],
  );
  t.deepEqual(next.counts(), {run: {tried: 2, survived: 1, failed: 1, notReached: 1}});
  next.write(entry('run 2', 'survived'));
  t.deepEqual(next.counts(), {run: {tried: 2, survived: 2, failed: 0, notReached: 1}});
  t.true(new Ledger(file, true).needs('run 1'), 'a fresh one knows nothing');
});

test('the engine is ended only where somebody says so', (t) => {
  t.false(readOptions([]).only.includes('engine'));
  t.deepEqual(readOptions(['--only', 'engine', '--only', 'run']).only, ['engine', 'run']);
  t.throws(() => readOptions(['--only', 'everything']), {message: /expected one of up-steps/});
  t.throws(() => readOptions(['--count', 'few']), {message: /whole number/});
  const {seed, count, minutes} = readOptions(['--seed', '7', '--count', '3', '--minutes', '30']);
  t.deepEqual([seed, count, minutes], [7, 3, 30]);
});

test('what a cluster chooses anew is not compared, what was declared is', (t) => {
  const service = (clusterIP: string, port: number, nodePort: number) =>
    withoutChosen({spec: {clusterIP, clusterIPs: [clusterIP], ports: [{port, nodePort}]}});
  t.is(stateHash({of: service('10.0.0.1', 80, 31000)}), stateHash({of: service('10.0.0.2', 80, 32000)}));
  t.not(stateHash({of: service('10.0.0.1', 80, 31000)}), stateHash({of: service('10.0.0.1', 81, 31000)}));
});

test('what is not the same in two states is named, whatever the order of its keys', (t) => {
  t.deepEqual(different({a: {x: 1, y: 2}, b: 1, c: 1}, {b: 2, a: {y: 2, x: 1}, d: 1}), ['b', 'c', 'd']);
});

test('every step is killed once, and as many moments as are wanted; a smaller count is the first of them', async (t) => {
  const {trialsOf} = await import('../../torture/kills/trials.js');
  const baseline = {state: {}, upMs: 60_000, runMs: 30_000, downMs: 3000};
  const all = trialsOf(baseline, readOptions([]));
  const of = (group: string): number => all.filter((trial) => trial.group === group).length;
  t.deepEqual([of('up-random'), of('run'), of('down'), of('engine')], [50, 20, 20, 0]);
  t.true(of('up-steps') > 40);
  t.is(new Set(all.map(({id}) => id)).size, all.length);
  const few = trialsOf(baseline, readOptions(['--only', 'run', '--only', 'down', '--count', '2']));
  t.deepEqual(
    few.map(({id}) => id),
    ['run 1', 'run 2', 'down 1', 'down 2'],
  );
});
