import {makeCalls} from './call-loop.js';
import {readCallOptions} from './call-options.js';
import {OptionsError} from './json-options.js';

// Whoever read the lines is gone: nobody is left to call for.
process.stdout.on('error', () => process.exit(1));

async function main(): Promise<void> {
  const options = readCallOptions(process.argv[2] ?? '');
  await makeCalls(options, (record) => process.stdout.write(`${JSON.stringify(record)}\n`));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof OptionsError ? 2 : 1;
});
