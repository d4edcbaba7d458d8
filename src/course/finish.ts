import {doStep, takeBack, told, type Bench, type Scenario} from '../scenario/index.js';
import {writeProgress} from './progress.js';
import {showOutcome} from './show-step.js';
import {benchFor, type Ending, type Walk} from './walk.js';

/** Takes everything back, looks whether the lab is as it was, and tells the verdict. */
export async function finish(scenario: Scenario, walk: Walk): Promise<Ending> {
  const {voice, folder, world} = walk;
  const {terminal, words, language} = voice;
  terminal.say('quiet', words.takingBack);
  // As at the end of a run, nothing interrupts this: the lab must not be left half-way.
  const clean = await putBack(scenario, walk, benchFor(walk, new AbortController().signal));
  const since = world.clock.date().toISOString();
  await writeProgress(folder, scenario, {step: 1, since, changed: !clean, over: clean});
  const title = told(scenario.title, language);
  terminal.say(clean ? 'good' : 'bad', clean ? words.over(scenario.id, title) : words.overBut(scenario.id));
  return clean ? 'over' : 'failed';
}

async function putBack(scenario: Scenario, {voice}: Walk, bench: Bench): Promise<boolean> {
  let left = await takeBack(bench);
  let clean = true;
  for (const step of scenario.finally) {
    const outcome = await doStep(step, scenario, bench);
    await showOutcome({number: 0, phase: 'finally', step}, outcome, bench, voice);
    clean &&= outcome.ok;
  }
  if (scenario.finally.some(({kind}) => kind === 'action')) left = await takeBack(bench);
  for (const what of left) voice.terminal.say('bad', voice.words.leftBehind(what));
  return clean && left.length === 0;
}
