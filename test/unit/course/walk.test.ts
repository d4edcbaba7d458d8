import test, {type ExecutionContext} from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {wordsIn, walkAll, type Ending} from '../../../src/course/index.js';
import type {Language} from '../../../src/scenario/index.js';
import {fakeTerminal, type FakeTerminal, type Typed} from '../../fakes/terminal.js';
import {fakeWorld, rolledOut, type Diary} from '../../fakes/world.js';
import {scenarioOf, SURROUNDINGS} from '../../helpers/scenarios.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const RULE = 'locality-aware/west/simple-backend-dr.yaml';
const APPLY = 'west: apply DestinationRule simple-backend-dr';
const REMOVE = 'west: remove DestinationRule simple-backend-dr';
const WHY = {
  look: '{en: Nothing is set as yet, ko: 아직 규칙이 없습니다}',
  rule: '{en: The rule comes, ko: 규칙을 적용합니다}',
};

const textOf = (name: string): string => `
apiVersion: eastwest/v1
kind: Scenario
metadata: {name: ${name}, pack: test, title: {en: It walks, ko: 걸어갑니다}}
spec:
  needs: {clusters: [west], apps: [west/webapp]}
  phases:
    - name: before
      steps:
        - {explain: ${WHY.look}, exec: {from: mypc, command: [look]}, expect: [output: {equals: good}]}
    - name: rule
      steps:
        - {explain: ${WHY.rule}, apply: {cluster: west, file: ${RULE}}}
        - {explain: c, exec: {from: mypc, command: [one]}, within: 2s, expect: [output: {equals: good}]}
        - {explain: d, exec: {from: mypc, command: [two]}, expect: [output: {equals: good}]}
  finally:
    - {explain: e, exec: {from: mypc, command: [last]}, expect: [output: {equals: good}]}
`;

/** A lab that outlives walks, and what its client's commands print. */
class Lab {
  readonly diary: Diary = [];
  readonly commands: string[] = [];
  readonly says = new Map<string, string>();
  readonly world = fakeWorld(this.diary, {
    west: [rolledOut('webapp')],
    exec: (_container, [command = '']) => {
      this.commands.push(command);
      this.onCommand(command);
      return Promise.resolve({exitCode: 0, stdout: this.says.get(command) ?? 'good', stderr: ''});
    },
  });
  readonly folder: string;
  onCommand: (command: string) => void = () => undefined;

  constructor(folder: string) {
    this.folder = folder;
  }

  async walk(
    terminal: FakeTerminal,
    names: readonly string[] = ['one'],
    language: Language = 'en',
  ): Promise<Ending> {
    const scenarios = names.map((name) => scenarioOf(textOf(name), {...SURROUNDINGS, hasFile: () => true}));
    return walkAll(scenarios, {
      voice: {terminal, language, words: wordsIn(language)},
      world: this.world,
      folder: this.folder,
      signal: new AbortController().signal,
      command: 'npx eastwest walkthrough test',
    });
  }

  async walked(...lines: readonly Typed[]): Promise<{terminal: FakeTerminal; ending: Ending}> {
    const terminal = fakeTerminal(...lines);
    return {terminal, ending: await this.walk(terminal)};
  }

  /** What a person does in the other terminal. */
  readonly byHand = async (): Promise<void> => {
    const rule: KubeObject = {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'DestinationRule',
      metadata: {name: 'simple-backend-dr', namespace: 'istioinaction'},
      spec: {
        host: 'simple-backend.istioinaction.svc.cluster.local',
        trafficPolicy: {
          connectionPool: {http: {http2MaxRequests: 10, maxRequestsPerConnection: 10}},
          outlierDetection: {consecutive5xxErrors: 1, interval: '20s', baseEjectionTime: '30s'},
        },
      },
    };
    await this.world.kube('west').apply([rule]);
  };

  rules(): readonly string[] {
    return this.diary.filter((line) => line.includes('DestinationRule'));
  }
}

const lab = async (t: ExecutionContext): Promise<Lab> => new Lab(await tempFolder(t));

test('Enter does each step; at the end all is taken back, finally is looked at, and the verdict told', async (t) => {
  const one = await lab(t);
  const {terminal, ending} = await one.walked('', 'next', '', 'next');
  t.is(ending, 'over');
  t.deepEqual(one.rules(), [APPLY, REMOVE]);
  t.deepEqual(one.commands, ['look', 'one', 'two', 'last']);
  t.true(terminal.said.includes('good Passed: test/one. It walks.'), terminal.said.join('\n'));
});

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

test('a need that is not met is told, and nothing is changed', async (t) => {
  const one = await lab(t);
  const scenario = scenarioOf(textOf('one').replace('west/webapp]', 'west/absent]'), {
    ...SURROUNDINGS,
    hasFile: () => true,
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
