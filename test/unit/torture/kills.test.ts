import {appendFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {stateHash} from '../../../src/faults/index.js';
import {secretsIn} from '../../torture/kills/key-texts.js';
import {exitCodeOf, Ledger, type Entry} from '../../torture/kills/ledger.js';
import {readOptions} from '../../torture/kills/options.js';
import {remade, unreasonable} from '../../torture/kills/restarted.js';
import {SCENARIOS} from '../../torture/kills/scenario.js';
import {declared} from '../../torture/kills/remains.js';
import {different} from '../../torture/kills/state.js';
import {withoutChosen} from '../../torture/kills/without-chosen.js';
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
    [false, true, true, true],
  );
  t.deepEqual(next.counts(), {run: {tried: 2, survived: 1, failed: 1, notReached: 1}});
  next.write(entry('run 2', 'survived'));
  t.deepEqual(next.counts(), {run: {tried: 2, survived: 2, failed: 0, notReached: 1}});
  t.true(new Ledger(file, true).needs('run 1'), 'a fresh one knows nothing');
});

test('only what was tried whole, and survived, is good', (t) => {
  t.is(exitCodeOf({failed: 0, notReached: 0, left: 0}), 0);
  t.is(exitCodeOf({failed: 1, notReached: 3, left: 2}), 1);
  t.is(exitCodeOf({failed: 0, notReached: 1, left: 0}), 2);
  t.is(exitCodeOf({failed: 0, notReached: 0, left: 1}), 2);
});

test('after a restart pods and nodes are waited for; whatever makes a thing that was there is named', (t) => {
  const waits = [
    'host.engine',
    'clusters.started',
    'clusters.west.node',
    'mesh.east.istiod',
    'mesh.west.proxy',
    'apps.west.ready',
    'apps.call',
  ];
  t.deepEqual(unreasonable(waits), []);
  const makes = [
    'clusters.network',
    'clusters.west.remains',
    'ca.west.secret',
    'loadbalancer.east.pool',
    'mesh.west.reads-east',
    'mesh.west.expose',
    'apps.west.manifests',
  ];
  t.deepEqual(unreasonable([...waits, ...makes]), makes);
});

test('an object of the same name that is another one is told, and so is one that went or came', (t) => {
  const before = {'west: Secret a/b': '1', 'west: Service a/c': '2'};
  t.deepEqual(remade(before, before), []);
  t.deepEqual(remade(before, {'west: Secret a/b': '3', 'west: Deployment a/d': '4'}), [
    'west: Deployment a/d',
    'west: Secret a/b',
    'west: Service a/c',
  ]);
});

test('what is looked for is a key or a token, as it is and as a Secret carries it; a certificate is none', (t) => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const lines = ['a', 'b', 'c'].map((letter) => letter.repeat(64));
  const key = base64(`-----BEGIN RSA PRIVATE KEY-----\n${lines.join('\n')}\n-----END RSA PRIVATE KEY-----\n`);
  t.deepEqual(secretsIn(key), [lines[1], key.slice(-120, -60)]);
  const token = `eyJ${'x'.repeat(40)}.${'y'.repeat(40)}.${'z'.repeat(40)}`;
  const kubeconfig = base64(`users:\n- user:\n    token: ${token}\n`);
  t.is(secretsIn(kubeconfig)[0], token);
  t.deepEqual(secretsIn(base64(`-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n`)), []);
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

test('nor is what it chooses anew for what MetalLB has', (t) => {
  const webhook = (clusterIP: string, port: number) =>
    stateHash({
      of: declared({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {name: 'webhook-service', namespace: 'metallb-system'},
        spec: {clusterIP, clusterIPs: [clusterIP], ports: [{port}]},
      }),
    });
  t.is(webhook('10.0.0.1', 443), webhook('10.0.0.2', 443));
  t.not(webhook('10.0.0.1', 443), webhook('10.0.0.1', 444));
});

test('what is not the same in two states is named, whatever the order of its keys', (t) => {
  t.deepEqual(different({a: {x: 1, y: 2}, b: 1, c: 1}, {b: 2, a: {y: 2, x: 1}, d: 1}), ['b', 'c', 'd']);
});

test('every step that began is killed once, the earliest first, and as many moments as are wanted; a smaller count is the first of them', async (t) => {
  const {begunIn, momentsOf, trialsOf} = await import('../../torture/kills/trials.js');
  const progress = `   0.2 s  running Docker network eastwest
   0.7 s  made    Docker network eastwest (0.5 s)
  58.2 s  running Secret cacerts in west
  60.3 s  running Address pool of west
`;
  const baseline = {state: {}, upMs: 60_000, began: begunIn(progress), runMs: {}, downMs: 3000};
  const all = [...momentsOf(baseline, readOptions([])), ...trialsOf(baseline, readOptions([]))];
  const of = (group: string): number => all.filter((one) => one.group === group).length;
  t.deepEqual([of('up-random'), of('down'), of('run'), of('engine')], [50, 20, 21, 0]);
  for (const scenario of SCENARIOS) t.is(all.filter(({id}) => id.startsWith(`run ${scenario} `)).length, 7);
  t.deepEqual(
    all.filter(({group}) => group === 'up-steps').map(({id}) => id),
    ['up-steps clusters.network', 'up-steps ca.west.secret', 'up-steps loadbalancer.west.pool'],
  );
  t.is(new Set(all.map(({id}) => id)).size, all.length);
  const few = readOptions(['--only', 'run', '--only', 'down', '--count', '2']);
  t.deepEqual(
    [...momentsOf(baseline, few), ...trialsOf(baseline, few)].map(({id}) => id),
    ['down 1', 'down 2', 'run ch12/failover 1', 'run resilience/cluster-cut-off 1'],
  );
});

test('every kill is in one life; in a life the earlier one comes first, and the next counts from there', async (t) => {
  const {livesOf, whens} = await import('../../torture/kills/lives.js');
  const step = (id: string) => ({id, group: 'up-steps' as const, at: new RegExp(id)});
  const random = (id: string, at: number) => ({id, group: 'up-random' as const, at});
  const steps = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(step);
  const moments = [random('late', 50_000), random('soon', 1000), random('amid', 20_000)];
  const down = {id: 'down 1', group: 'down' as const, at: 100};
  const lives = livesOf([...steps, ...moments, down]);
  t.deepEqual(
    lives.map((life) => [life.down?.id, ...life.ups.map(({id}) => id)]),
    [
      ['down 1', 'a', 'd', 'g'],
      [undefined, 'b', 'e'],
      [undefined, 'c', 'f'],
      [undefined, 'soon', 'amid', 'late'],
    ],
  );
  t.deepEqual(whens(lives[3]?.ups ?? []), [1000, 21_500, 32_500]);
  t.deepEqual(livesOf([down]), [{down, ups: []}]);
});
