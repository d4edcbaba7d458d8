import test from 'ava';
import {wordsIn} from '../../../src/course/index.js';
import {fakeTerminal} from '../../fakes/terminal.js';
import {APPLY, lab, REMOVE} from '../../helpers/walk-lab.js';

test('leaving and coming back goes on where one was, with what was changed', async (t) => {
  const one = await lab(t);
  const first = await one.walked('next', 'next', 'quit');
  t.is(first.ending, 'left');
  t.is(first.terminal.said.at(-1), 'text Your place is kept. To come back: npx eastwest walkthrough test');
  t.deepEqual(one.rules(), [APPLY]);
  const second = await one.walked('next', 'next');
  t.true(second.terminal.said.some((line) => line.startsWith('text You left at step 3; here it goes on.')));
  t.is(second.ending, 'over');
  t.deepEqual(one.rules(), [APPLY, REMOVE]);
  t.deepEqual(one.commands, ['look', 'one', 'two', 'last']);
});

test('a closed keyboard is a quit', async (t) => {
  const {ending, terminal} = await (await lab(t)).walked('next');
  t.is(ending, 'left');
  t.regex(terminal.said.at(-1) ?? '', /^text Your place is kept/);
});

test('where a run has put the lab back meanwhile, the scenario begins again and says why', async (t) => {
  const one = await lab(t);
  await one.walked('next', 'next', 'quit');
  await one.world.kube('west').remove({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {name: 'eastwest-scenario', namespace: 'istioinaction'},
  });
  const {terminal} = await one.walked('quit');
  t.true(terminal.said.includes(`text ${wordsIn('en').takenBackMeanwhile}`), terminal.said.join('\n'));
  t.is(terminal.said.at(-2), '> test/one 1/4> ');
});

test("another scenario's changes are taken back before this one begins", async (t) => {
  const one = await lab(t);
  await one.walk(fakeTerminal('next', 'next', 'quit'), ['other']);
  const {terminal} = await one.walked('quit');
  t.true(terminal.said.includes(`quiet ${wordsIn('en').othersTakenBack}`));
  t.deepEqual(one.rules(), [APPLY, REMOVE]);
});

test('goto leads forward by doing what lies between', async (t) => {
  const one = await lab(t);
  const {terminal} = await one.walked('goto 4', 'quit');
  t.deepEqual(one.rules(), [APPLY]);
  t.deepEqual(one.commands, ['look', 'one']);
  t.is(terminal.said.at(-2), '> test/one 4/4> ');
});

test('goto stops at a step that does not succeed', async (t) => {
  const one = await lab(t);
  one.says.set('look', 'bad');
  const {terminal} = await one.walked('goto 4', 'quit');
  t.true(terminal.said.includes('bad Step 1 did not succeed, so it goes no further for now.'));
  t.is(terminal.said.at(-2), '> test/one 1/4> ');
});

test('goto leads back over measurements without taking anything back', async (t) => {
  const one = await lab(t);
  const {terminal} = await one.walked('goto 4', 'goto 3', 'quit');
  t.deepEqual(one.rules(), [APPLY]);
  t.is(terminal.said.at(-2), '> test/one 3/4> ');
});

test('goto leads back over a change by taking all back and doing again what comes before', async (t) => {
  const one = await lab(t);
  const {terminal} = await one.walked('goto 4', 'goto 2', 'quit');
  t.deepEqual(one.rules(), [APPLY, REMOVE]);
  t.deepEqual(one.commands, ['look', 'one', 'look']);
  t.is(terminal.said.at(-2), '> test/one 2/4> ');
});

test('reset takes back and begins again', async (t) => {
  const one = await lab(t);
  const {terminal} = await one.walked('goto 3', 'reset', 'quit');
  t.deepEqual(one.rules(), [APPLY, REMOVE]);
  t.is(terminal.said.at(-2), '> test/one 1/4> ');
});
