import {OptionsError} from './json-options.js';
import {makeTraffic} from './traffic-loop.js';
import {readTrafficOptions} from './traffic-options.js';

// Whoever read the lines is gone: nobody is left to call for.
process.stdout.on('error', () => process.exit(1));

async function main(): Promise<void> {
  const options = readTrafficOptions(process.argv[2] ?? '');
  const end = new AbortController();
  // Calls that are under way are still told: a call without its end would be one that nobody can judge.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => end.abort());
  await makeTraffic(options, (record) => process.stdout.write(`${JSON.stringify(record)}\n`), end.signal);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof OptionsError ? 2 : 1;
});
