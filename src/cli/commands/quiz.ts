import {randomInt} from 'node:crypto';
import {EXIT, type ExitCode} from '../../base/errors.js';
import {lookSteps} from '../../engine/look-steps.js';
import {seedOf, SEEDS} from '../../faults/index.js';
import {QUIZ_WORDS, quizWords, runQuiz, type QuizEnding} from '../../quiz/index.js';
import {allSteps} from '../../stages.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {explainer} from '../explainer.js';
import {chosenLanguage} from '../language.js';
import {holdLab} from '../hold-lab.js';
import {openLab} from '../open-lab.js';
import {refuseUnlessAtHand} from '../own-lab.js';
import {readlineTerminal} from '../render/readline-terminal.js';
import {worldOf} from '../world.js';

interface QuizOptions extends CommonOptions {
  readonly seed?: string;
  readonly lang?: string;
}

export function command({signal}: CommandContext) {
  return async (options: QuizOptions) => {
    const language = chosenLanguage(options.lang);
    const seed = options.seed === undefined ? randomInt(SEEDS) : seedOf(options.seed);
    const opened = await openLab(options);
    await refuseUnlessAtHand(opened.plan, opened.drivers.docker);
    const {plan, drivers} = opened;
    const {stdin: input, stdout: output} = process;
    const terminal = readlineTerminal({input, output, words: QUIZ_WORDS, signal});
    try {
      const ending = await runQuiz({
        terminal,
        language,
        words: quizWords(language),
        world: worldOf(opened),
        missing: async (work) => {
          const [steps, {verdict}] = await Promise.all([
            lookSteps(allSteps(plan, drivers, {install: false}), work),
            explainer(plan, drivers)(work, () => undefined),
          ]);
          const missing = steps.filter(({state}) => state !== 'there').map(({id}) => id);
          return verdict === 'healthy' ? missing : [...missing, 'explain'];
        },
        // Not for as long as the quiz lasts: who mends by `up` or `mend` in another terminal needs the lab as well.
        alone: (work, interrupt) => holdLab(options, {command: 'quiz', signal: interrupt}, work),
        seed,
        signal,
      });
      return EXIT_CODES[ending];
    } finally {
      terminal.close();
    }
  };
}

const EXIT_CODES: Readonly<Record<QuizEnding, ExitCode>> = {
  over: EXIT.good,
  left: EXIT.good,
  failed: EXIT.labNotMade,
};
