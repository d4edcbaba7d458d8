import {EastwestError, EXIT} from '../../base/errors.js';
import {faultNamed, mend, readPlanted, type Mended} from '../../faults/index.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {openLab} from '../open-lab.js';
import {progressLine} from '../render/progress-line.js';
import {seconds} from '../render/renderer.js';
import {worldOf} from '../world.js';

export function command({signal}: CommandContext) {
  return async (options: CommonOptions, [name]: readonly string[]) => {
    if (name !== undefined) faultNamed(name);
    const world = worldOf(await openLab(options));
    const startMs = world.clock.nowMs();
    const there = await readPlanted(world);
    if (name !== undefined && there?.fault !== name)
      throw notPlanted(name, there?.quiz === undefined ? there?.fault : undefined);
    const mended = await mend({...world, signal, say: progressLine});
    const {leftBehind} = mended;
    if (leftBehind.length > 0) {
      throw new EastwestError('the lab could not be put back whole', {
        code: 'FAULT-NOT-MENDED',
        hint: 'eastwest mend, once more; or eastwest down and eastwest up',
        details: leftBehind,
      });
    }
    const tookMs = Math.round(world.clock.nowMs() - startMs);
    process.stdout.write(options.json ? json(mended, tookMs) : `${told(mended, tookMs)}\n`);
    return EXIT.good;
  };
}

function json({planted, done}: Mended, tookMs: number): string {
  const of =
    planted === undefined ? null : {fault: planted.fault, cluster: planted.cluster, seed: planted.seed};
  return `${JSON.stringify({mended: of, done, tookMs}, null, 2)}\n`;
}

function told({planted}: Mended, tookMs: number): string {
  if (planted === undefined) return 'nothing to mend: no fault is planted';
  return `mended: ${planted.fault} in ${planted.cluster}, the lab is as it was (${seconds(tookMs)})`;
}

function notPlanted(name: string, other: string | undefined): EastwestError {
  const instead = other === undefined ? '' : `; ${other} is`;
  return new EastwestError(`${name} is not planted${instead}`, {
    code: 'FAULT-NOT-PLANTED-HERE',
    hint: other === undefined ? '`eastwest faults` says what can be planted' : 'eastwest mend',
    exitCode: EXIT.usage,
  });
}
