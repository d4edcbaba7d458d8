import {criticalPath, pathFigures} from '../engine/critical-path.js';
import {undoSteps} from '../engine/undo-steps.js';
import type {StepEvent} from '../engine/events.js';
import {refuseWhilePlanted} from '../faults/index.js';
import type {Plan} from '../plan/plan.js';
import {allSteps} from '../stages.js';
import {refuseWhileHopping} from '../upgrade/refuse.js';
import {openWithSupply, runShown, type RunSettings} from './make-supply.js';
import type {LabOptions, OpenLab} from './open-lab.js';
import {stepRenderer} from './render/step-renderer.js';

export interface MadeLab {
  readonly plan: Plan;
  /** Ids of steps. */
  readonly made: readonly string[];
  readonly already: readonly string[];
  /** What it was as long as. */
  readonly criticalPath: ReturnType<typeof pathFigures>;
}

/** Makes what is missing of a lab, with the progress on stderr. */
export async function makeLab(options: LabOptions, settings: RunSettings): Promise<MadeLab> {
  const opened = await openWithSupply(options, settings);
  const {plan, drivers, before} = opened;
  const {docker} = drivers;
  await refuseWhilePlanted({plan, docker});
  await refuseWhileHopping(plan, docker);
  const steps = allSteps(plan, drivers, settings);
  const after = await runShown(steps, opened, settings);
  return {
    plan,
    made: [...before.made, ...after.made],
    already: after.already.filter((id) => !before.made.includes(id)),
    criticalPath: pathFigures(criticalPath(steps, [...before.ends, ...after.ends])),
  };
}

/** Removes all that was made for a lab, with the progress on stderr; resolves to the ids of the steps that were undone. */
export async function removeLab(
  {plan, drivers}: Pick<OpenLab, 'plan' | 'drivers'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const steps = allSteps(plan, drivers, {install: false});
  const renderer = await stepRenderer(
    steps.filter(({undo}) => undo !== undefined),
    process.stderr.isTTY,
  );
  const removed: string[] = [];
  const emit = (event: StepEvent): void => {
    if (event.state === 'undone') removed.push(event.id);
    renderer.emit(event);
  };
  await undoSteps(steps, {signal, clock: drivers.clock, emit}).finally(() => renderer.end());
  return removed;
}
