import {counted} from '../../base/counted.js';
import {EXIT, InterruptedError} from '../../base/errors.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {makeLab} from '../make-lab.js';
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
      const {plan, made, already, criticalPath} = await makeLab(options, settings);
      const tookMs = Math.round(performance.now() - startMs);
      const proxy = proxyText(plan);
      if (options.json) {
        const told = {lab: plan.lab, proxy, made, already, tookMs, criticalPath};
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
