import {EastwestError, InterruptedError} from '../base/errors.js';
import {hindranceTo, standingOf, takeBack, type Bench, type Scenario} from '../scenario/index.js';
import {readProgress} from './progress.js';
import {benchFor, type Ending, type Walk} from './walk.js';

interface Entered {
  readonly step: number;
  readonly since: Date;
}

/** Where the walk begins: where the person left, if the lab still bears what was changed, else at step 1. */
export async function enter(scenario: Scenario, walk: Walk): Promise<Entered | Ending> {
  const {terminal, words} = walk.voice;
  try {
    return await terminal.interruptible((signal) => place(scenario, walk, benchFor(walk, signal)));
  } catch (error) {
    if (error instanceof InterruptedError) return 'left';
    if (!(error instanceof EastwestError)) throw error;
    terminal.say('bad', words.notReady(error.message));
    return 'not ready';
  }
}

async function place(scenario: Scenario, {voice, folder}: Walk, bench: Bench): Promise<Entered | Ending> {
  const {terminal, words} = voice;
  const standing = await standingOf(scenario, bench);
  const saved = await readProgress(folder, scenario);
  const begun = saved !== undefined && !saved.over;
  if (begun && standing === (saved.changed ? 'own' : 'clean')) {
    if (saved.step > 1) terminal.say('text', words.goesOn(saved.step));
    return {step: saved.step, since: new Date(saved.since)};
  }
  if (standing !== 'clean') {
    terminal.say('quiet', words.othersTakenBack);
    const left = await takeBack(bench);
    for (const what of left) terminal.say('bad', words.leftBehind(what));
    if (left.length > 0) return 'not ready';
  }
  if (begun && saved.changed) terminal.say('text', words.takenBackMeanwhile);
  const hindrance = await hindranceTo(scenario, bench);
  if (hindrance?.kind === 'capability') {
    terminal.say('quiet', words.skipped(hindrance.name));
    return 'skipped';
  }
  if (hindrance?.kind === 'not ready') {
    terminal.say('bad', words.notReady(hindrance.reason));
    return 'not ready';
  }
  return {step: 1, since: bench.clock.date()};
}
