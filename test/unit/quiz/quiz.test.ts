import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {
  chosen,
  FAULTS,
  faultNamed,
  faultsFor,
  mend,
  plant,
  readPlanted,
  writePlanted,
} from '../../../src/faults/index.js';
import {runQuiz, quizWords, type Quiz, type QuizEnding} from '../../../src/quiz/index.js';
import type {Language} from '../../../src/scenario/index.js';
import {fakeTerminal, type FakeTerminal, type Typed} from '../../fakes/terminal.js';
import {faultLab, type FaultLab} from '../../helpers/fault-lab.js';
import {refusal} from '../../helpers/error.js';

/** A seed by which the quiz takes this fault. */
function seedFor(name: string, {plan}: FaultLab): number {
  for (let seed = 0; seed < 10_000; seed++)
    if (chosen(faultsFor(plan), seed, 'fault').name === name) return seed;
  throw new Error(`no seed takes ${name}`);
}

interface Played {
  readonly terminal: FakeTerminal;
  readonly ending: QuizEnding;
  readonly text: string;
}

async function play(
  lab: FaultLab,
  typed: readonly Typed[],
  {
    fault = 'node-paused',
    missing = ['mesh.west.sni'],
    language = 'en',
    alone = (work) => work(),
  }: {
    fault?: string;
    missing?: string[];
    language?: Language;
    alone?: Quiz['alone'];
  } = {},
): Promise<Played> {
  const terminal = fakeTerminal(...typed);
  const ending = await runQuiz({
    terminal,
    language,
    words: quizWords(language),
    world: lab.bench,
    missing: () => Promise.resolve(missing),
    alone,
    seed: seedFor(fault, lab),
    signal: new AbortController().signal,
  });
  return {terminal, ending, text: terminal.said.join('\n')};
}

test('it breaks the lab without a word about how, and it stays broken when one leaves', async (t) => {
  const lab = faultLab();
  const {ending, text} = await play(lab, ['quit']);
  t.is(ending, 'left');
  t.is(lab.diary.length, 1);
  t.regex(lab.diary[0] ?? '', /^pause (west|east)-control-plane$/);
  t.notRegex(text, /paused|pause|freez|-control-plane/i);
  t.regex(text, /npx eastwest quiz/);
  t.is((await readPlanted(lab.bench))?.fault, 'node-paused');
});

test('while somebody else changes the lab it breaks nothing', async (t) => {
  const lab = faultLab();
  const alone: Quiz['alone'] = () =>
    Promise.reject(new EastwestError('the lab is being worked on', {code: 'LAB-BUSY'}));
  const {ending, text} = await play(lab, ['quit'], {alone});
  t.is(ending, 'left');
  t.deepEqual(lab.diary, []);
  t.is(await readPlanted(lab.bench), undefined);
  t.regex(text, /the lab is being worked on/);
});

test('who comes back finds the same quiz, and a closed keyboard leaves it too', async (t) => {
  const lab = faultLab();
  await play(lab, ['hint']);
  const before = await readPlanted(lab.bench);
  const {ending, text} = await play(lab, [], {fault: 'istiod-down'});
  t.is(ending, 'left');
  t.regex(text, /goes on/);
  t.deepEqual(await readPlanted(lab.bench), before);
  t.is(before?.quiz?.hints, 1);
});

test('a hint says the link of the chain and not the finding', async (t) => {
  const {text} = await play(faultLab(), ['hint', 'hint', 'quit']);
  t.regex(text, /link of the chain: the host and its nodes/);
  t.regex(text, /one hint and no other/);
  t.notRegex(text, /node-paused/);
});

test('a lab that is not whole is not mended by words: how much is amiss is told, and not what', async (t) => {
  const lab = faultLab();
  const {ending, text} = await play(lab, ['check', 'quit'], {missing: ['mesh.west.sni', 'apps.call']});
  t.is(ending, 'left');
  t.regex(text, /2 things/);
  t.notRegex(text, /mesh\.west|apps\.call|node-paused/);
});

test('a lab that is whole again ends it: told what it was, and what is left of the fault goes', async (t) => {
  const lab = faultLab();
  const {ending, text} = await play(lab, ['check'], {missing: []});
  t.is(ending, 'over');
  t.regex(text, /good The lab is whole again\. It was node-paused/);
  t.regex(text, /docs\/findings\/node-paused\.md/);
  t.is(await readPlanted(lab.bench), undefined);
  t.regex(lab.diary.at(-1) ?? '', /^unpause /);
});

test('what no step of up looks at is looked at too', async (t) => {
  const lab = faultLab();
  const {text} = await play(lab, ['check', 'quit'], {fault: 'policy-wrong-principal', missing: []});
  t.regex(text, /1 thing in the lab is not as it should be/);
  const {cluster = ''} = (await readPlanted(lab.bench)) ?? {};
  // By hand: the policy goes.
  await lab.bench.kube(cluster).remove({
    apiVersion: 'security.istio.io/v1beta1',
    kind: 'AuthorizationPolicy',
    metadata: {name: 'allow-only-ingress', namespace: lab.plan.namespace},
  });
  const {ending} = await play(lab, ['check'], {missing: []});
  t.is(ending, 'over');
});

test('giving up tells what it was and mends it', async (t) => {
  const lab = faultLab();
  const {ending, text} = await play(lab, ['give up']);
  t.is(ending, 'over');
  t.regex(text, /It was node-paused in (west|east)/);
  t.regex(text, /docker ps/);
  t.is(await readPlanted(lab.bench), undefined);
  t.regex(lab.diary.at(-1) ?? '', /^unpause /);
});

test('what cannot be put back fails, and stays noted', async (t) => {
  const lab = faultLab({docker: {unpauseContainer: () => Promise.reject(new Error('engine is busy'))}});
  const {ending, text} = await play(lab, ['give-up']);
  t.is(ending, 'failed');
  t.regex(text, /could not be put back: .*engine is busy/);
  t.truthy(await readPlanted(lab.bench));
});

test('a fault that somebody has planted is no quiz', async (t) => {
  const lab = faultLab();
  await plant({fault: faultNamed('node-paused'), seed: 1}, lab.bench);
  t.is((await refusal(t, play(lab, ['quit']))).code, 'FAULT-PLANTED');
  await mend(lab.bench);
});

test('a quiz that was killed while it began is put back, and a new one begins', async (t) => {
  const lab = faultLab();
  await play(lab, ['quit']);
  const found = await readPlanted(lab.bench);
  const {fault = '', cluster = '', seed = 0, undos = []} = found ?? {};
  const begun = {fault, cluster, seed, undos, quiz: {begun: new Date().toISOString(), hints: 0}};
  await writePlanted(begun, lab.bench);
  lab.diary.length = 0;
  const {text} = await play(lab, ['quit']);
  t.regex(text, /was broken off/);
  t.regex(lab.diary.join('; '), /^unpause .*; pause /);
});

test('what is not known is said, with what was meant', async (t) => {
  const {text} = await play(faultLab(), ['chek', 'help', '', 'quit']);
  t.regex(text, /"chek" is not known here; did you mean check\?/);
  t.regex(text, /give-up {3}says what it was/);
});

test('in Korean', async (t) => {
  const {text} = await play(faultLab(), ['hint', 'give-up'], {language: 'ko'});
  t.regex(text, /원인이 있는 연결 고리: 호스트와 노드/);
  t.regex(text, /원인은 (west|east) 클러스터의 node-paused입니다/);
  t.regex(text, /모든 프로세스를 멈춥니다/);
});

test('the lab is kept while it is broken, judged and mended, and free while the person thinks', async (t) => {
  let held = 0;
  const work: string[] = [];
  const noting = (what: string) => () => {
    work.push(`${what} ${held === 1 ? 'held' : 'free'}`);
    return Promise.resolve();
  };
  const lab = faultLab({docker: {pauseContainer: noting('pause'), unpauseContainer: noting('unpause')}});
  const {containers} = lab;
  const freeze = (paused: boolean): void => {
    for (const [name, found] of containers) containers.set(name, {...found, paused});
  };
  const thinks = (): void => void noting('think')();
  const alone: Quiz['alone'] = async (one) => {
    held++;
    try {
      return await one();
    } finally {
      held--;
    }
  };
  const typed: readonly Typed[] = ['hint', thinks, 'check', thinks, () => freeze(true), 'give-up'];
  const {ending} = await play(lab, typed, {alone});
  t.is(ending, 'over');
  t.deepEqual(work, ['pause held', 'think free', 'think free', 'unpause held']);
});

test('where somebody else works on the lab it is said, and the quiz goes on', async (t) => {
  const lab = faultLab();
  let busy = false;
  const alone: Quiz['alone'] = (work) =>
    busy ? Promise.reject(new EastwestError('the lab is being worked on', {code: 'LAB-BUSY'})) : work();
  const {ending, text} = await play(lab, [() => void (busy = true), 'check', 'give-up', 'quit'], {alone});
  t.is(ending, 'left');
  t.is(text.match(/went wrong: the lab is being worked on/g)?.length, 2);
  t.is((await readPlanted(lab.bench))?.fault, 'node-paused');
});

test('what was planted from elsewhere meanwhile is not the quiz’s to take back', async (t) => {
  const lab = faultLab();
  const elsewhere = async (): Promise<void> => {
    await mend(lab.bench);
    await plant({fault: faultNamed('node-stopped'), seed: 1}, lab.bench);
  };
  const {ending, text} = await play(lab, [elsewhere, 'hint', 'check', 'give-up', 'quit']);
  t.is(ending, 'left');
  t.is(text.match(/went wrong: the fault node-stopped is planted/g)?.length, 3);
  t.is((await readPlanted(lab.bench))?.fault, 'node-stopped');
});

test('both languages have words for everything', (t) => {
  const keys = (value: object): unknown =>
    Object.entries(value).map(([key, part]) =>
      typeof part === 'object' ? [key, Object.keys(part as object)] : key,
    );
  t.deepEqual(keys(quizWords('ko')), keys(quizWords('en')));
});

test('the quiz can take every fault that the lab can have', (t) => {
  const lab = faultLab();
  const taken = new Set(
    [...Array(1000).keys()].map((seed) => chosen(faultsFor(lab.plan), seed, 'fault').name),
  );
  t.is(taken.size, FAULTS.length);
});
