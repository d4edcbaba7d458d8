import {execFile} from 'node:child_process';
import test from 'ava';
import {PROJECT} from '../helpers/project.js';

interface Audit {
  readonly message?: string;
  readonly metadata?: {readonly vulnerabilities: Readonly<Record<string, number>>};
  readonly vulnerabilities?: Readonly<Record<string, unknown>>;
}

/** What the registry knows of our dependencies; it answers with a message where it knows of no audits. */
const audit = await new Promise<Audit>((resolve) => {
  const options = {cwd: PROJECT, timeout: 60_000, maxBuffer: 64 * 1024 * 1024};
  // It ends with 1 where there are findings, and prints them all the same.
  execFile('npm', ['audit', '--json'], options, (_error, stdout) => {
    resolve(stdout.trim() === '' ? {message: 'npm said nothing'} : (JSON.parse(stdout) as Audit));
  });
});

const why = audit.metadata === undefined ? ` (skipped: no audits here: ${audit.message})` : '';
const one = why === '' ? test : test.skip;

one(`no dependency is known to be vulnerable${why}`, (t) => {
  t.deepEqual(Object.keys(audit.vulnerabilities ?? {}), []);
});
