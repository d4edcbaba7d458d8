import {counted} from '../../base/counted.js';
import {EXIT, InterruptedError} from '../../base/errors.js';
import {runSteps} from '../../engine/run-steps.js';
import {allSteps} from '../../stages.js';
import {openLab} from '../open-lab.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {seconds} from '../render/renderer.js';
import {stepRenderer} from '../render/step-renderer.js';
import {addonsText} from '../render/addons.js';
import {proxyText} from '../render/proxy.js';

interface UpOptions extends CommonOptions {
  readonly install?: boolean;
}

/** A Go build uses every core by itself. */
const LANES = {go: 1};

export function command({signal}: CommandContext) {
  return async (options: UpOptions) => {
    const {plan, drivers, chosen} = await openLab(options, 'network');
    process.stderr.write(`${chosen}\n`);
    const steps = allSteps(plan, drivers, {install: options.install ?? true});
    const renderer = await stepRenderer(steps, process.stderr.isTTY);
    const {clock} = drivers;
    const startMs = clock.nowMs();
    try {
      const {made, already} = await runSteps(steps, {signal, clock, emit: renderer.emit, lanes: LANES});
      await renderer.end();
      const tookMs = Math.round(clock.nowMs() - startMs);
      const proxy = proxyText(plan);
      if (options.json) {
        process.stdout.write(`${JSON.stringify({lab: plan.lab, proxy, made, already, tookMs}, null, 2)}\n`);
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
      await renderer.end();
      if (signal.aborted)
        throw new InterruptedError('up was interrupted', 'go on with `eastwest up`, or `eastwest down`');
      throw error;
    }
  };
}
