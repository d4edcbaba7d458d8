import {randomInt} from 'node:crypto';
import {EXIT} from '../../base/errors.js';
import {faultNamed, plant, seedOf, SEEDS, seeLines} from '../../faults/index.js';
import {told} from '../../scenario/index.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {chosenLanguage} from '../language.js';
import {openLab} from '../open-lab.js';
import {refuseUnlessAtHand} from '../own-lab.js';
import {progressLine} from '../render/progress-line.js';
import {worldOf} from '../world.js';

interface BreakOptions extends CommonOptions {
  readonly seed?: string;
  readonly cluster?: string;
  readonly lang?: string;
}

export function command({signal}: CommandContext) {
  return async (options: BreakOptions, [name = '']: readonly string[]) => {
    const language = chosenLanguage(options.lang);
    const fault = faultNamed(name);
    const seed = options.seed === undefined ? randomInt(SEEDS) : seedOf(options.seed);
    const opened = await openLab(options);
    await refuseUnlessAtHand(opened.plan, opened.drivers.docker);
    const world = worldOf(opened);
    const startMs = world.clock.nowMs();
    const {cluster: wanted} = options;
    const {cluster, peer} = await plant(
      {fault, seed, ...(wanted === undefined ? {} : {cluster: wanted})},
      {...world, signal, say: progressLine},
    );
    const tookMs = Math.round(world.clock.nowMs() - startMs);
    const see = seeLines(fault, opened.plan, cluster, peer);
    if (options.json) {
      const {finding} = fault;
      process.stdout.write(
        `${JSON.stringify({fault: name, cluster, seed, finding, see, tookMs}, null, 2)}\n`,
      );
      return EXIT.good;
    }
    const lines = [
      `planted: ${name} in ${cluster} (seed ${seed})`,
      told(fault.does, language),
      'what shows it, in `eastwest shell`:',
      ...see.map((line) => `  ${line}`),
      'put the lab back: eastwest mend',
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return EXIT.good;
  };
}
