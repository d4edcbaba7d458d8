import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {hopFolder} from '../../../src/cli/hop-folder.js';
import {judgedStates} from '../../../src/cli/hop-states.js';
import type {HopRecord, StateName} from '../../../src/upgrade/index.js';
import {hopLab} from '../../fakes/hop-lab.js';
import {hopTo, SAME} from '../../helpers/hops.js';
import {everywhere, meshState} from '../../helpers/mesh-state.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const BEGUN = '2026-11-22T08:00:00.000Z';
const LATER: readonly StateName[] = ['mixed', 'after', 'rolled-back'];

const state = (name: StateName, version: string, workers = 2) =>
  meshState({name, istio: everywhere(version), proxies: [{server: {version: '1.36.2', workers}}]});

test('who goes on with a hop finds its folder, and the states that were taken before', async (t) => {
  const parent = await tempFolder(t);
  const first = hopFolder(BEGUN, parent);
  first.writeState(state('before', '1.17.5', 4));
  const second = hopFolder(BEGUN, parent);
  t.is(second.path, first.path);
  t.deepEqual(second.readState('before'), state('before', '1.17.5', 4));
  t.is(second.readState('after'), undefined);
  t.deepEqual(readdirSync(first.path), ['before.json'], 'nothing is left that was written in part');
});

test('states are judged against the one before, as far as they were taken, by what was allowed', async (t) => {
  const folder = hopFolder(BEGUN, await tempFolder(t));
  folder.writeState(state('before', '1.17.5', 4));
  folder.writeState(state('after', '1.18.2', 2));
  const hop = hopTo('1.18.2', await hopLab(await tempFolder(t)));
  const of = (allow: readonly string[]) => judgedStates(LATER, {hop, folder, allow});
  const bad = of([]);
  t.like(bad, {judgement: {passed: false, alarms: 1}});
  t.deepEqual(
    'judgement' in bad ? bad.judgement.states.map((one) => one.state) : [],
    ['after'],
    'of a hop that was killed some may be missing',
  );
  t.like(of(['proxy-concurrency']), {judgement: {passed: true, allowed: ['proxy-concurrency']}});
});

test('without the state before the hop, or with a damaged one, nothing can be said', async (t) => {
  const folder = hopFolder(BEGUN, await tempFolder(t));
  folder.writeState(state('after', '1.18.2'));
  const hop = hopTo('1.18.2', await hopLab(await tempFolder(t)));
  const told = (): string => {
    const found = judgedStates(LATER, {hop, folder, allow: []});
    return 'missing' in found ? found.missing : 'judged';
  };
  t.regex(told(), /^nobody knows what has changed: .* has no state before the hop$/);
  writeFileSync(join(folder.path, 'before.json'), '{"format"');
  t.regex(told(), /before\.json: not JSON; was the run killed while it wrote\?$/);
});

const record = (startedAt: string, more: Partial<HopRecord> = {}): HopRecord => ({
  schema: 1,
  startedAt,
  seconds: 1,
  resumed: false,
  hop: {
    from: {version: '1.17.5'},
    to: {version: '1.18.2'},
    strategy: 'in-place',
    order: ['west'],
    holdMs: 1,
    rollback: false,
  },
  proxy: {kind: 'stock-envoy', version: '1.36.2'},
  phases: [],
  verdict: {good: true, reasons: [], figures: null, changes: [], allowed: [], rows: [], now: 'back'},
  differences: SAME,
  ...more,
});

test('a run writes its record anew; that of an earlier run is kept beside it', async (t) => {
  const folder = hopFolder(BEGUN, await tempFolder(t));
  t.is(folder.readRecord(), undefined);
  folder.writeRecord(record(BEGUN));
  folder.writeRecord(record(BEGUN, {seconds: 2}));
  t.is(folder.readRecord()?.seconds, 2);
  folder.writeRecord(record('2026-11-22T09:00:00.000Z', {seconds: 3}));
  t.is(folder.readRecord()?.seconds, 3);
  const kept = join(folder.path, 'hop-of-2026-11-22T08-00-00-000Z.json');
  t.true(existsSync(kept));
  t.is((JSON.parse(readFileSync(kept, 'utf8')) as HopRecord).seconds, 2);
});

test('what is secret comes into no file of a hop', async (t) => {
  const folder = hopFolder(BEGUN, await tempFolder(t));
  const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJzeXN0ZW0ifQ.c2lnbmF0dXJl';
  folder.write({type: 'hopPhase', phase: `Bearer ${token}`, atMs: 0});
  const reasons = [{code: 'UPGRADE-BROKEN', text: `curl -H "Authorization: Bearer ${token}"`}] as const;
  folder.writeRecord(record(BEGUN, {verdict: {...record(BEGUN).verdict, reasons}}));
  for (const file of readdirSync(folder.path))
    t.notRegex(readFileSync(join(folder.path, file), 'utf8'), /eyJ/);
});
