import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {openLab, type OpenLab} from '../../src/cli/open-lab.js';
import {criticalPath, pathFigures, type PathFigures} from '../../src/engine/critical-path.js';
import type {StepEvent} from '../../src/engine/events.js';
import {runSteps} from '../../src/engine/run-steps.js';
import type {Step} from '../../src/engine/step.js';
import {allSteps} from '../../src/stages.js';
import {SUPPLY_LANES} from '../../src/supply/index.js';
import {eastwest} from '../helpers/program.js';
import {projectFile} from '../helpers/project.js';

const run = promisify(execFile);

/** The supply that the figures are of. */
export const SUPPLY = 'source';

export interface Made {
  /** Until the lab's call came back with 200. */
  readonly firstCall: number;
  readonly all: number;
  readonly path: PathFigures;
}

export function opened(file: string): Promise<OpenLab> {
  return openLab({lab: projectFile(file), supply: SUPPLY});
}

export function stepsOf({plan, drivers}: OpenLab): readonly Step[] {
  return allSteps(plan, drivers, {install: true});
}

/** Makes the lab; resolves to the seconds until the first call, until all is through, and to what they went into. */
export async function made(order: readonly Step[], {drivers}: Pick<OpenLab, 'drivers'>): Promise<Made> {
  const events: StepEvent[] = [];
  let firstCallMs = Number.NaN;
  const startMs = performance.now();
  await runSteps(order, {
    signal: new AbortController().signal,
    clock: drivers.clock,
    lanes: SUPPLY_LANES,
    emit: (event) => {
      events.push(event);
      if (event.id === 'apps.call' && event.tookMs !== undefined) firstCallMs = performance.now() - startMs;
    },
  });
  return {
    firstCall: seconds(firstCallMs),
    all: seconds(performance.now() - startMs),
    path: pathFigures(criticalPath(order, events)),
  };
}

/** The seconds that a command takes. */
export async function timed(...args: readonly string[]): Promise<number> {
  const startMs = performance.now();
  const {code, stderr} = await eastwest(...args);
  if (code !== 0) throw new Error(`eastwest ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return seconds(performance.now() - startMs);
}

/** Working set of each cluster in MiB: the node's container with all that runs in it. */
export async function memoryOf({plan}: OpenLab): Promise<Readonly<Record<string, number>>> {
  const pairs = await Promise.all(
    plan.clusters.map(async ({name, node}) => [name, await memory(node)] as const),
  );
  return Object.fromEntries(pairs);
}

async function memory(node: string): Promise<number> {
  const {stdout} = await run('docker', ['stats', '--no-stream', '--format', '{{.MemUsage}}', node]);
  const [, number = '0', unit = ''] = /^([\d.]+)(\w+)/.exec(stdout.trim()) ?? [];
  return Math.round(Number(number) * (unit.startsWith('G') ? 1024 : 1));
}

export function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}
