import type {Processes, RunOptions} from '../../src/drivers/process/process.js';
import {untouchable} from './drivers.js';

export interface Call {
  readonly argv: readonly string[];
  readonly options: RunOptions;
}

/** Programs that all print the same, and a list of how they were called. */
export function processesThatPrint(stdout: string): Processes & {readonly calls: readonly Call[]} {
  const calls: Call[] = [];
  const processes = untouchable<Processes & {readonly calls: readonly Call[]}>('processes', {
    calls,
    run: (file, args, options) => {
      calls.push({argv: [file, ...args], options});
      return Promise.resolve({stdout, stderr: ''});
    },
  });
  return processes;
}
