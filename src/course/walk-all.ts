import {told, type Scenario} from '../scenario/index.js';
import {clearProgress, readProgress} from './progress.js';
import {readTyped} from './typed.js';
import {walkScenario} from './walk-scenario.js';
import type {Ending, Walk} from './walk.js';

/** Walks a person through scenarios, in the order given; those that are over already are passed by. */
export async function walkAll(scenarios: readonly Scenario[], walk: Walk): Promise<Ending> {
  const {terminal, words, language} = walk.voice;
  const open = await openOnes(scenarios, walk);
  for (const [index, scenario] of open.entries()) {
    const title = told(scenario.title, language);
    if (index > 0) {
      terminal.say('text', words.next(scenario.id, title));
      if (!(await wantsNext(walk))) return left(walk);
    }
    if (scenarios.length > 1)
      terminal.say('quiet', words.begin(scenarios.indexOf(scenario) + 1, scenarios.length));
    terminal.say('heading', `${scenario.id}: ${title}`);
    const ending = await walkScenario(scenario, walk);
    if (ending === 'left') return left(walk);
    if (ending === 'failed' || ending === 'not ready') return ending;
  }
  terminal.say('text', words.allOver);
  return 'over';
}

/** Those that are still to be walked; where that is none, all of them again. */
async function openOnes(scenarios: readonly Scenario[], {folder, voice}: Walk): Promise<readonly Scenario[]> {
  const saved = await Promise.all(scenarios.map((scenario) => readProgress(folder, scenario)));
  const open = scenarios.filter((_, index) => saved[index]?.over !== true);
  if (open.length > 0) return open;
  if (scenarios.length > 1) voice.terminal.say('text', voice.words.allOverBefore);
  for (const scenario of scenarios) await clearProgress(folder, scenario);
  return scenarios;
}

async function wantsNext({voice: {terminal, words}}: Walk): Promise<boolean> {
  for (;;) {
    const line = await terminal.ask(`${words.nextPrompt}> `);
    if (line === undefined) return false;
    const {kind} = readTyped(line, 0);
    if (kind === 'next') return true;
    if (kind === 'quit') return false;
  }
}

function left({voice: {terminal, words}, command}: Walk): Ending {
  terminal.say('text', words.left(command));
  return 'left';
}
