#!/usr/bin/env node
import {setMaxListeners} from 'node:events';
import {readFileSync} from 'node:fs';
import {EXIT} from './base/errors.js';
import {printError} from './cli/print-error.js';
import {runProgram} from './cli/program.js';

const interruption = new AbortController();
// Everything that runs at the same time listens to it, which may be more than Node takes for a leak.
setMaxListeners(0, interruption.signal);

/** The first signal stops in order; a second one stops now (what was started ends with this process). */
function onSignal(): void {
  if (interruption.signal.aborted) process.exit(EXIT.interrupted);
  process.stderr.write('\nstopping in order; once more to stop now\n');
  interruption.abort();
}
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);

// As in `eastwest up | head`: whoever was reading has gone, and what was begun comes to its end all the same.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

try {
  process.exitCode = await runProgram(process.argv.slice(2), {signal: interruption.signal, version});
} catch (error) {
  process.exitCode = printError(error, process.env['EASTWEST_VERBOSE'] !== undefined);
}
