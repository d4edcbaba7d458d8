import type {StepContext} from '../engine/step.js';
import {followLog, lastLine} from './follow-log.js';
import {TIMEOUT_MS, type SupplyWork} from './work.js';

/** Runs the docker program for as long as an image may take; its output goes to a log, of which the last line is said. */
export async function runDocker(
  args: readonly string[],
  log: string,
  {work, context, env = {}}: {work: SupplyWork; context: StepContext; env?: Readonly<Record<string, string>>},
): Promise<void> {
  const running = work.drivers.processes.run('docker', args, {
    env,
    signal: context.signal,
    timeoutMs: TIMEOUT_MS.image,
    logFile: log,
  });
  await followLog(log, running, {describe: lastLine, work, context});
}
