import test from 'ava';
import {fakeTerminal} from '../../fakes/terminal.js';
import {APPLY, lab, REMOVE} from '../../helpers/walk-lab.js';

test('Enter does each step; at the end all is taken back, finally is looked at, and the verdict told', async (t) => {
  const one = await lab(t);
  const {terminal, ending} = await one.walked('', 'next', '', 'next');
  t.is(ending, 'over');
  t.deepEqual(one.rules(), [APPLY, REMOVE]);
  t.deepEqual(one.commands, ['look', 'one', 'two', 'last']);
  t.true(terminal.said.includes('good Passed: test/one. It walks.'), terminal.said.join('\n'));
});

test('check says what is missing and stays; after the work by hand it goes on, and the work is taken back', async (t) => {
  const one = await lab(t);
  const {terminal} = await one.walked('next', 'check', one.byHand, 'check', 'quit');
  t.is(terminal.screen(1), 'bad Not yet: DestinationRule simple-backend-dr is missing');
  t.regex(terminal.screen(), /^good Done: 1 object as wanted\nheading 3\/4/);
  await one.walked('reset', 'quit');
  t.deepEqual(one.rules(), [APPLY, REMOVE], 'noted before it was done by hand');
});

test('check of a probe measures once, changes nothing and stays where it does not hold', async (t) => {
  const one = await lab(t);
  one.says.set('one', 'bad');
  const {terminal, ending} = await one.walked('goto 3', 'check', 'quit');
  t.deepEqual(one.commands, ['look', 'one']);
  t.deepEqual(terminal.screen().split('\n'), [
    'raw bad',
    'raw (exit code 0)',
    'bad exit code 0, and the output is good',
    'bad That is not what must be seen.',
    'quiet It may take up to 2 s until the proxies have what was changed: check again, or let next wait for it.',
  ]);
  t.is(ending, 'left');
});

test('next waits as long as the step allows, and stays where it does not hold', async (t) => {
  const one = await lab(t);
  one.says.set('one', 'bad');
  const {terminal} = await one.walked('goto 3', 'next', 'quit');
  t.true(one.commands.filter((command) => command === 'one').length > 2);
  t.regex(terminal.screen(), /bad That is not what must be seen\./);
  t.is(terminal.said.at(-2), '> test/one 3/4> ');
});

test('an interruption ends the step, not the walk', async (t) => {
  const one = await lab(t);
  const terminal = fakeTerminal('goto 3', 'next', 'quit');
  one.onCommand = (command) => {
    if (command === 'one') terminal.interrupt();
  };
  one.says.set('one', 'bad');
  t.is(await one.walk(terminal), 'left');
  t.regex(terminal.screen(), /\nbad Interrupted\. The step is still to be done\.$/);
  t.deepEqual(one.commands, ['look', 'one']);
});

test('what finally finds amiss is no pass', async (t) => {
  const one = await lab(t);
  one.says.set('last', 'bad');
  const {ending, terminal} = await one.walked('', '', '', '');
  t.is(ending, 'failed');
  t.is(terminal.said.at(-1), 'bad Failed: test/one. Its steps held, but the lab is not as it was.');
});
