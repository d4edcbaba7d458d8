import {counted} from '../../base/counted.js';
import {EXIT, InterruptedError} from '../../base/errors.js';
import {criticalPath, pathFigures} from '../../engine/critical-path.js';
import {refuseWhilePlanted} from '../../faults/index.js';
import {allSteps} from '../../stages.js';
import {refuseWhileHopping} from '../../upgrade/refuse.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {openWithSupply, runShown} from '../make-supply.js';
import {seconds} from '../render/renderer.js';
import {addonsText} from '../render/addons.js';
import {proxyText} from '../render/proxy.js';

interface UpOptions extends CommonOptions {
  readonly install?: boolean;
}

export function command({signal}: CommandContext) {
  return async (options: UpOptions) => {
    const settings = {install: options.install ?? true, signal};
    const startMs = performance.now();
    try {
      const opened = await openWithSupply(options, settings);
      const {plan, drivers, before} = opened;
      const {docker} = drivers;
      await refuseWhilePlanted({plan, docker});
      await refuseWhileHopping(plan, docker);
      const steps = allSteps(plan, drivers, settings);
      const after = await runShown(steps, opened, settings);
      const made = [...before.made, ...after.made];
      const already = after.already.filter((id) => !before.made.includes(id));
      const tookMs = Math.round(performance.now() - startMs);
      const proxy = proxyText(plan);
      if (options.json) {
        const path = pathFigures(criticalPath(steps, [...before.ends, ...after.ends]));
        const told = {lab: plan.lab, proxy, made, already, tookMs, criticalPath: path};
        process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
      } else if (made.length === 0) {
        process.stdout.write(
          `nothing to do: lab ${plan.lab} is up (looked at ${counted(already.length, 'thing')} in ${seconds(tookMs)})\n`,
        );
      } else {
        process.stdout.write(
          `lab ${plan.lab} is up: ${counted(made.length, 'step')} made, ${seconds(tookMs)}. ${proxy}\n${addonsText(plan)}\n`,
        );
      }
      return EXIT.good;
    } catch (error) {
      if (signal.aborted)
        throw new InterruptedError('up was interrupted', 'go on with `eastwest up`, or `eastwest down`');
      throw error;
    }
  };
}
