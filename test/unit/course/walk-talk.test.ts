import test from 'ava';
import {wordsIn, walkAll} from '../../../src/course/index.js';
import {fakeTerminal} from '../../fakes/terminal.js';
import {scenarioOf, SURROUNDINGS} from '../../helpers/scenarios.js';
import {lab, RULE, textOf} from '../../helpers/walk-lab.js';

test('a step says why, what to type, and what must be seen', async (t) => {
  const {terminal} = await (await lab(t)).walked('next', 'next');
  t.deepEqual(terminal.screen(1).split('\n').slice(-5), [
    'heading 2/4  rule',
    'text The rule comes',
    'quiet By hand:',
    `command kwest apply -f ch12/${RULE}`,
    `quiet ${wordsIn('en').keys}`,
  ]);
  t.regex(terminal.screen(), /heading 3\/4 {2}rule\ntext c\nquiet By hand:\ncommand docker exec mypc one\n/);
  t.regex(
    terminal.screen(),
    /quiet What must be seen, within 2 s:\ntext - exit code 0, and the output is good\n/,
  );
});

test('what cannot be typed is told, with what was probably meant', async (t) => {
  const {terminal} = await (await lab(t)).walked('chekc', 'goto 9', 'quit');
  t.regex(terminal.screen(1), /^bad "chekc" is nothing .*did you mean check\?/);
  t.regex(terminal.screen(), /^bad "goto 9" is nothing .*did you mean goto 1…4\?/);
});

test('show tells deployments and rules of the lab', async (t) => {
  const one = await lab(t);
  const {terminal} = await one.walked('goto 3', 'show', 'quit');
  t.is(
    terminal.screen(),
    [
      'quiet Deployments',
      'raw west  webapp  1/1',
      'quiet Istio rules',
      'raw west  DestinationRule  simple-backend-dr',
    ].join('\n'),
  );
});

test('hint tells where to type and what check looks at', async (t) => {
  const {terminal} = await (await lab(t)).walked('next', 'hint', 'quit');
  t.regex(terminal.screen(), /npx eastwest shell/);
  t.regex(terminal.screen(), /Every object of the file must be in the cluster/);
});

test('a need that is not met is told, and nothing is changed', async (t) => {
  const one = await lab(t);
  const scenario = scenarioOf(textOf('one').replace('west/webapp]', 'west/absent]'), {
    ...SURROUNDINGS,
    manifest: (file) => file,
  });
  const terminal = fakeTerminal();
  const words = wordsIn('en');
  const ending = await walkAll([scenario], {
    voice: {terminal, language: 'en', words},
    world: one.world,
    folder: one.folder,
    signal: new AbortController().signal,
    command: '',
  });
  t.is(ending, 'not ready');
  t.regex(terminal.said.at(-1) ?? '', /^bad The lab is not ready for it: .*no deployment absent/);
  t.deepEqual(one.diary, []);
});

test('a pack goes from one scenario to the next, passes by what is over, and begins again when all is', async (t) => {
  const one = await lab(t);
  const steps = ['', '', '', ''];
  t.is(await one.walk(fakeTerminal(...steps, 'quit'), ['one', 'two']), 'left');
  const second = fakeTerminal(...steps);
  t.is(await one.walk(second, ['one', 'two']), 'over');
  t.true(second.said.includes('heading test/two: It walks'));
  t.false(second.said.includes('heading test/one: It walks'));
  const third = fakeTerminal('quit');
  await one.walk(third, ['one', 'two']);
  t.is(third.said[0], `text ${wordsIn('en').allOverBefore}`);
  t.true(third.said.includes('heading test/one: It walks'));
});

test('in Korean the whole walk is Korean, but for what one types and what the lab prints', async (t) => {
  const one = await lab(t);
  const terminal = fakeTerminal('', '', '', '');
  t.is(await one.walk(terminal, ['one'], 'ko'), 'over');
  t.true(terminal.said.includes('text 규칙을 적용합니다'));
  t.true(terminal.said.includes('good 종료 코드가 0이고 출력이 good입니다'));
  t.true(terminal.said.includes('good 통과: test/one (걸어갑니다)'));
});
