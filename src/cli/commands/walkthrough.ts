import {join} from 'node:path';
import {EXIT, type ExitCode} from '../../base/errors.js';
import {TYPED, walkAll, wordsIn, type Ending} from '../../course/index.js';
import {refuseWhilePlanted} from '../../faults/index.js';
import {loadScenarios} from '../../scenario/index.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {holdLab} from '../hold-lab.js';
import {chosenLanguage} from '../language.js';
import {openLab, PACKAGE_FOLDER} from '../open-lab.js';
import {refuseUnlessAtHand} from '../own-lab.js';
import {readlineTerminal} from '../render/readline-terminal.js';
import {worldOf} from '../world.js';

interface WalkthroughOptions extends CommonOptions {
  readonly scenarios?: string;
  readonly lang?: string;
}

export function command({signal}: CommandContext) {
  return async (options: WalkthroughOptions, wanted: readonly string[]) => {
    const language = chosenLanguage(options.lang);
    const world = worldOf(await openLab(options));
    const {plan, docker} = world;
    const scenarios = loadScenarios(options.scenarios ?? join(PACKAGE_FOLDER, 'scenarios'), wanted, plan);
    const hold = {command: ['walkthrough', ...wanted].join(' '), signal};
    return holdLab(options, hold, async () => {
      await refuseUnlessAtHand(plan, docker);
      await refuseWhilePlanted({plan, docker});
      const {stdin: input, stdout: output} = process;
      const terminal = readlineTerminal({input, output, words: TYPED, signal});
      try {
        const ending = await walkAll(scenarios, {
          voice: {terminal, language, words: wordsIn(language)},
          world,
          folder: join(process.cwd(), '.eastwest', 'walkthrough'),
          signal,
          command: ['npx eastwest walkthrough', ...wanted].join(' '),
        });
        return EXIT_CODES[ending];
      } finally {
        terminal.close();
      }
    });
  };
}

const EXIT_CODES: Readonly<Record<Ending, ExitCode>> = {
  over: EXIT.good,
  skipped: EXIT.good,
  left: EXIT.good,
  failed: EXIT.scenarioFailed,
  'not ready': EXIT.scenarioFailed,
};
