import {EXIT} from '../../base/errors.js';
import {undoSteps} from '../../engine/undo-steps.js';
import {allSteps} from '../../stages.js';
import type {StepEvent} from '../../engine/events.js';
import {openLab} from '../open-lab.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {seconds} from '../render/renderer.js';
import {stepRenderer} from '../render/step-renderer.js';

export function command({signal}: CommandContext) {
  return async (options: CommonOptions) => {
    const {plan, drivers} = await openLab(options);
    const {docker, clock} = drivers;
    if ((await docker.info(signal)) === undefined) {
      process.stdout.write(options.json ? '{"removed": []}\n' : 'nothing to remove: no Docker engine runs\n');
      return EXIT.good;
    }
    const steps = allSteps(plan, drivers, {install: false}).filter(({undo}) => undo !== undefined);
    const renderer = await stepRenderer(steps, process.stderr.isTTY);
    const removed: string[] = [];
    const emit = (event: StepEvent): void => {
      if (event.state === 'undone') removed.push(event.id);
      renderer.emit(event);
    };
    const startMs = clock.nowMs();
    await undoSteps(allSteps(plan, drivers, {install: false}), {signal, clock, emit}).finally(() =>
      renderer.end(),
    );
    const took = seconds(clock.nowMs() - startMs);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({removed})}\n`
        : `lab ${plan.lab} is gone (${took}); images and caches stay\n`,
    );
    return EXIT.good;
  };
}
