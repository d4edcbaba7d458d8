import test from 'ava';
import {goneOn} from '../../../src/cli/ready-hop.js';
import type {HopNote} from '../../../src/upgrade/index.js';

const hop = {
  from: {version: '1.17.5'},
  to: {version: '1.18.2', revision: '1-18-2'},
  strategy: 'canary',
  order: ['west', 'east'],
  holdMs: 0,
} as const;
const there: HopNote = {hop: {...hop, rollback: false}, stage: 'forth', begun: '2026-11-22T05:00:00Z'};
const andBack: HopNote = {...there, hop: {...hop, rollback: true}, moving: 'west'};

test('a hop that was killed goes on by the command alone', (t) => {
  t.deepEqual(goneOn(there, {}), there);
  t.deepEqual(goneOn(andBack, {}), andBack);
});

test('the same command goes on as well, also that of a hop which goes back at its end', (t) => {
  t.deepEqual(goneOn(there, {to: '1.18.2'}), there);
  t.deepEqual(goneOn(andBack, {to: '1.18.2', rollback: true}), andBack);
});

test('--rollback alone takes any of them back at once', (t) => {
  t.is(goneOn(there, {rollback: true}).stage, 'back');
  t.is(goneOn(andBack, {rollback: true}).stage, 'back');
  t.is(goneOn(there, {to: '1.18.2', rollback: true}).stage, 'back');
});

test('another target, or a look at what might be, has to wait', (t) => {
  for (const options of [{to: '1.19.0'}, {check: true}])
    t.throws(() => goneOn(andBack, options), {code: 'UPGRADE-UNDER-WAY'});
});
