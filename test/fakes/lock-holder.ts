import {spawn} from 'node:child_process';
import {holdNames} from '../../src/cli/hold-lab.js';

/** Holds the names that it is called with, starts a program for them, says its pid, and stays until it is ended. */
const [program = '', ...names] = process.argv.slice(2);
await holdNames(names, {command: 'up', signal: new AbortController().signal}, async () => {
  const child = spawn(program, ['60'], {detached: true, stdio: 'ignore'});
  process.stdout.write(`${child.pid}\n`);
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
