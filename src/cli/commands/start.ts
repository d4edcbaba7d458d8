import {EastwestError, EXIT, InterruptedError} from '../../base/errors.js';
import type {Docker} from '../../drivers/docker/docker.js';
import type {Step} from '../../engine/step.js';
import {refuseWhilePlanted} from '../../faults/index.js';
import {LAB_LABEL, type Plan} from '../../plan/plan.js';
import {allSteps} from '../../stages.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {runShown} from '../make-supply.js';
import {openLab} from '../open-lab.js';
import {refuseOtherLab} from '../own-lab.js';
import {seconds} from '../render/renderer.js';

export function command({signal}: CommandContext) {
  return async (options: CommonOptions) => {
    const opened = await openLab(options);
    const {plan, drivers} = opened;
    const {docker, clock} = drivers;
    const startMs = clock.nowMs();
    if ((await docker.info(signal)) === undefined) throw notStartable(plan, 'no Docker engine runs');
    await refuseWhilePlanted({plan, docker});
    await refuseUnlessThere(plan, docker);
    await refuseOtherLab(plan, docker);
    try {
      const steps = startSteps(allSteps(plan, drivers, {install: false}));
      const {made} = await runShown(steps, opened, {signal});
      const took = seconds(clock.nowMs() - startMs);
      process.stdout.write(
        options.json
          ? `${JSON.stringify({lab: plan.lab, started: made})}\n`
          : made.length === 0
            ? `nothing to start: lab ${plan.lab} is up\n`
            : `lab ${plan.lab} is up again (${took})\n`,
      );
      return EXIT.good;
    } catch (error) {
      if (signal.aborted)
        throw new InterruptedError('start was interrupted', 'go on with `eastwest start`, or `eastwest up`');
      throw error;
    }
  };
}

/** What there is to do of all steps where everything is there and only does not run; the call at the end proves it. */
const OF_START = /^(clusters\.(started|.*\.(node|api|ready|routes))|apps\.(client|call))$/;

/** The steps that start a lab, waiting for one another as ever; what else they need is there. */
export function startSteps(steps: readonly Step[]): readonly Step[] {
  const chosen = steps.filter(({id}) => OF_START.test(id));
  const kept = (id: string): boolean => chosen.some((step) => step.id === id);
  const nodes = chosen.filter(({id}) => id.startsWith('clusters.')).map(({id}) => id);
  return chosen.map((step) => ({
    ...step,
    // What the call is for in `up` comes late; here it is the nodes.
    needs: step.id === 'apps.call' ? ['apps.client', ...nodes] : step.needs.filter(kept),
  }));
}

/**
 * Refuses where something must be made first, which is the work of `up`.
 *
 * @throws LAB-NOT-STARTABLE
 */
export async function refuseUnlessThere({lab, clusters, client}: Plan, docker: Docker): Promise<void> {
  for (const name of [...clusters.map(({node}) => node), client.name]) {
    const found = await docker.container(name);
    if (found?.labels[LAB_LABEL] !== lab) throw notStartable({lab}, `there is no ${name} of it`);
  }
}

function notStartable({lab}: Pick<Plan, 'lab'>, why: string): EastwestError {
  return new EastwestError(`the lab ${lab} cannot be started: ${why}`, {
    code: 'LAB-NOT-STARTABLE',
    hint: 'eastwest up',
  });
}
