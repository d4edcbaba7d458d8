import type {PathFigures} from '../../src/engine/critical-path.js';
import {made, memoryOf, opened, stepsOf, SUPPLY, timed} from './making.js';

/** A lab file for each number of clusters. */
export const BENCH_LABS = {
  1: 'labs/one.yaml',
  2: 'ch12/lab.yaml',
  3: 'labs/three.yaml',
  4: 'labs/four.yaml',
} as const;

export interface LabFigures {
  readonly lab: string;
  /** From no cluster to the lab's call being answered. */
  readonly firstCallSeconds: number;
  readonly upFromNoClusterSeconds: number;
  readonly upWithNothingToDoSeconds: number;
  readonly explainSeconds: number;
  readonly downSeconds: number;
  /** By cluster, and of all of them. */
  readonly memoryMiB: Readonly<Record<string, number>>;
  readonly memoryOfAllMiB: number;
  /** The steps that `up` was as long as. */
  readonly criticalPath: PathFigures;
}

/** Makes a lab from nothing, and takes it down. What is in the way of its names must be down before. */
export async function labFigures(file: string): Promise<LabFigures> {
  const lab = await opened(file);
  const named = ['--lab', lab.plan.labFile, '--supply', SUPPLY];
  await timed('down', ...named);
  try {
    const {firstCall, all, path} = await made(stepsOf(lab), lab);
    const upWithNothingToDoSeconds = await timed('up', ...named);
    const explainSeconds = await timed('explain', ...named);
    const memoryMiB = await memoryOf(lab);
    return {
      lab: lab.plan.lab,
      firstCallSeconds: firstCall,
      upFromNoClusterSeconds: all,
      upWithNothingToDoSeconds,
      explainSeconds,
      downSeconds: await timed('down', ...named),
      memoryMiB,
      memoryOfAllMiB: Object.values(memoryMiB).reduce((sum, one) => sum + one, 0),
      criticalPath: path,
    };
  } catch (error) {
    // The next lab has clusters of the same names.
    await timed('down', ...named);
    throw error;
  }
}
