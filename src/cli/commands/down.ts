import {EXIT} from '../../base/errors.js';
import {removeLab} from '../make-lab.js';
import {openLab} from '../open-lab.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {seconds} from '../render/renderer.js';

export function command({signal}: CommandContext) {
  return async (options: CommonOptions) => {
    const {plan, drivers} = await openLab(options);
    const {docker, clock} = drivers;
    if ((await docker.info(signal)) === undefined) {
      process.stdout.write(options.json ? '{"removed": []}\n' : 'nothing to remove: no Docker engine runs\n');
      return EXIT.good;
    }
    const startMs = clock.nowMs();
    const removed = await removeLab({plan, drivers}, signal);
    const took = seconds(clock.nowMs() - startMs);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({removed})}\n`
        : `lab ${plan.lab} is gone (${took}); images and caches stay\n`,
    );
    return EXIT.good;
  };
}
