import {EastwestError, InterruptedError} from '../base/errors.js';
import {lookOnce} from '../base/wait-for.js';
import type {Terminal} from '../course/index.js';
import {
  chosen,
  faultNamed,
  faultsFor,
  linkOf,
  mend,
  plant,
  plantedError,
  readPlanted,
  seeLines,
  siteOf,
  writePlanted,
  type Fault,
  type Planted,
} from '../faults/index.js';
import {told, type Bench, type Language, type World} from '../scenario/index.js';
import {readTyped, type Typed} from './typed.js';
import type {QuizWords} from './words/words.js';

export interface Quiz {
  readonly terminal: Terminal;
  readonly language: Language;
  readonly words: QuizWords;
  readonly world: World;
  /** What of the lab is not as `up` makes it, each by a name. */
  readonly missing: (signal: AbortSignal) => Promise<readonly string[]>;
  /** Does what changes the lab while nobody else does; fails where somebody is at work on it. */
  readonly alone: <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;
  readonly seed: number;
  /** Ends the conversation. */
  readonly signal: AbortSignal;
}

/** `left`: by the person, who can come back. */
export type QuizEnding = 'over' | 'failed' | 'left';

const COMMAND = 'npx eastwest quiz';
const MINUTE_MS = 60_000;

type InQuiz = Planted & {readonly quiz: NonNullable<Planted['quiz']>};

/** Breaks the lab without a word about how, and stays with the person until it is whole again. */
export async function runQuiz(quiz: Quiz): Promise<QuizEnding> {
  const {terminal, words, signal} = quiz;
  let planted = await begin(quiz);
  if (planted === undefined) return 'left';
  terminal.say('quiet', words.keys);
  for (;;) {
    const line = await terminal.ask('quiz> ');
    if (line === undefined || signal.aborted) break;
    const typed = readTyped(line);
    if (typed.kind === 'quit') break;
    const next = await follow(typed, planted, quiz);
    if (typeof next === 'string') return next;
    planted = next;
  }
  terminal.say('text', plain(words.left(COMMAND)));
  return 'left';
}

/** The quiz that the lab bears, or a new one. */
async function begin(quiz: Quiz): Promise<InQuiz | undefined> {
  const {terminal, words, world} = quiz;
  const found = resumed(await readPlanted(world), quiz);
  if (found !== undefined) return found;
  return guarded(quiz, async (bench) => {
    // Once more, now that nobody else plants anything.
    const planted = await readPlanted(bench);
    const back = resumed(planted, quiz);
    if (back !== undefined) return back;
    if (planted !== undefined) {
      terminal.say('text', words.brokenOff);
      await mend(bench);
    }
    terminal.say('text', words.breaking(quiz.seed));
    const fault = chosen(faultsFor(world.plan), quiz.seed, 'fault');
    const begun = await plant({fault, seed: quiz.seed, quiz: true}, bench);
    terminal.say('text', plain(words.broken));
    return isQuiz(begun) ? begun : undefined;
  });
}

/** The quiz that one comes back to; undefined where there is none, or one whose planting was broken off. */
function resumed(found: Planted | undefined, quiz: Quiz): InQuiz | undefined {
  if (found === undefined) return undefined;
  if (!isQuiz(found)) throw plantedError(found);
  if (found.since === undefined) return undefined;
  quiz.terminal.say('text', quiz.words.back(minutesSince(found, quiz)));
  return found;
}

async function follow(typed: Typed, planted: InQuiz, quiz: Quiz): Promise<InQuiz | QuizEnding> {
  const {terminal, words} = quiz;
  const fault = faultNamed(planted.fault);
  switch (typed.kind) {
    case 'hint': {
      const check = words.checks[linkOf(fault)];
      const {hints} = planted.quiz;
      terminal.say('text', hints === 0 ? words.hint(check) : words.sameHint(check));
      const hinted = {...planted, quiz: {...planted.quiz, hints: hints + 1}};
      await guarded(quiz, async (bench) => {
        // Who has mended it from elsewhere must not find it planted again.
        if (await isThere(planted, bench)) await writePlanted(hinted, bench);
      });
      return hinted;
    }
    case 'check':
      return (
        (await guarded(quiz, async (bench) => {
          await isThere(planted, bench);
          return judge(planted, fault, quiz, bench);
        })) ?? planted
      );
    case 'give-up':
      terminal.say('text', words.was(planted.fault, planted.cluster));
      tell(planted, fault, quiz);
      return (
        (await guarded(quiz, async (bench) => {
          await isThere(planted, bench);
          return putBack(quiz, bench);
        })) ?? planted
      );
    case 'unknown':
      terminal.say('bad', words.unknown(typed.text, typed.meant));
      return planted;
    case 'help':
      for (const text of words.help) terminal.say('raw', text);
      return planted;
    case 'empty':
      terminal.say('quiet', words.keys);
      return planted;
    case 'quit':
      return 'left';
  }
}

/**
 * Whether the lab still bears this quiz: while a person thinks it may be mended from elsewhere, and broken anew.
 *
 * @throws FAULT-PLANTED where it bears something else
 */
async function isThere({quiz: {begun}}: InQuiz, bench: Bench): Promise<boolean> {
  const found = await readPlanted(bench);
  if (found === undefined) return false;
  if (isQuiz(found) && found.quiz.begun === begun) return true;
  throw plantedError(found);
}

/** Whole is a lab as `up` makes it, without what the fault has brought beside it. How it came about is all one. */
async function judge(planted: InQuiz, fault: Fault, quiz: Quiz, bench: Bench): Promise<InQuiz | QuizEnding> {
  const {terminal, words} = quiz;
  terminal.say('quiet', words.looking);
  const missing = await quiz.missing(bench.signal);
  const since = new Date(planted.since ?? planted.quiz.begun);
  const {gone} = fault;
  const look =
    gone === undefined
      ? {done: true}
      : await lookOnce(() => gone(siteOf({...planted, fault}, planted.cluster, bench), since), bench.signal);
  const things = missing.length + (look.done ? 0 : 1);
  if (things > 0) {
    terminal.say('bad', words.notWhole(things));
    return planted;
  }
  terminal.say('good', words.whole(planted.fault, minutesSince(planted, quiz), planted.quiz.hints));
  tell(planted, fault, quiz);
  return putBack(quiz, bench);
}

function tell({seed, cluster, peer}: Planted, fault: Fault, {terminal, words, language, world}: Quiz): void {
  terminal.say('text', told(fault.does, language));
  terminal.say('quiet', words.seen);
  for (const line of seeLines(fault, world.plan, cluster, peer)) terminal.say('command', line);
  terminal.say('text', words.finding(fault.finding));
  terminal.say('quiet', words.again(`${COMMAND} --seed ${seed}`));
}

/** What is left of the fault goes, however the person has mended it. */
async function putBack({terminal, words}: Quiz, bench: Bench): Promise<QuizEnding> {
  terminal.say('quiet', words.mending);
  const {leftBehind} = await mend(bench);
  for (const what of leftBehind) terminal.say('bad', words.leftBehind(what));
  if (leftBehind.length > 0) terminal.say('text', words.mendOnceMore);
  return leftBehind.length > 0 ? 'failed' : 'over';
}

/**
 * Work that changes the lab, which is nobody else's meanwhile, and that the person may interrupt; undefined where it was,
 * or where it failed.
 */
async function guarded<T>(quiz: Quiz, work: (bench: Bench) => Promise<T>): Promise<T | undefined> {
  const {terminal, words, world, alone, signal: ended} = quiz;
  try {
    return await terminal.interruptible((interrupt) => {
      const signal = AbortSignal.any([ended, interrupt]);
      // What waits see would tell what is broken.
      return alone(() => work({...world, signal, say: () => undefined}), signal);
    });
  } catch (error) {
    if (error instanceof InterruptedError) terminal.say('bad', words.interrupted);
    else if (error instanceof EastwestError) terminal.say('bad', words.failed(error.message));
    else throw error;
    return undefined;
  }
}

function isQuiz(planted: Planted): planted is InQuiz {
  return planted.quiz !== undefined;
}

function minutesSince({quiz: {begun}}: InQuiz, {world}: Quiz): number {
  return Math.max(1, Math.round((world.clock.date().getTime() - Date.parse(begun)) / MINUTE_MS));
}

/** Sentences are written for Markdown; a terminal has no use for the marks. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}
