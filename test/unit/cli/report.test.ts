import {cpSync, existsSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
// For the compiler alone, so that the program is built with its tests.
import type {} from '../../../src/main.js';
import {eastwestIn} from '../../helpers/program.js';
import {RUNS, runFixture} from '../../helpers/runs.js';
import {tempFolder} from '../../helpers/temp-folder.js';

/** A folder in which both runs were made. */
async function withRuns(t: ExecutionContext): Promise<{folder: string; runs: string}> {
  const folder = await tempFolder(t);
  const runs = join(folder, '.eastwest/runs');
  for (const id of RUNS) cpSync(runFixture(id), join(runs, id), {recursive: true});
  return {folder, runs};
}

test.serial('report makes the three reports of the latest run again, equal each time', async (t) => {
  const {folder, runs} = await withRuns(t);
  const first = await eastwestIn(folder, 'report');
  t.is(first.code, 0, first.stderr);
  t.true(first.stdout.endsWith(`report: .eastwest/runs/${RUNS[1]}/report.html\n`), first.stdout);
  const files = ['report.html', 'results.json', 'junit.xml'].map((name) => join(runs, RUNS[1], name));
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  for (const file of files) rmSync(file);
  t.is((await eastwestIn(folder, 'report')).code, 0);
  t.deepEqual(
    files.map((file) => readFileSync(file, 'utf8')),
    texts,
  );
  t.false(existsSync(join(runs, RUNS[0], 'report.html')));
});

test.serial(
  'report takes a run by its id or its folder; that a scenario of it failed is no failure of report',
  async (t) => {
    const {folder, runs} = await withRuns(t);
    for (const run of [RUNS[0], join(runs, RUNS[0])]) {
      const {code, stdout, stderr} = await eastwestIn(folder, 'report', run);
      t.is(code, 0, stderr);
      t.regex(stdout, /2 passed, 2 failed, 1 skipped/);
      t.true(existsSync(join(runs, RUNS[0], 'report.html')));
    }
  },
);

test.serial('report --compare writes a page beside the later run', async (t) => {
  const {folder, runs} = await withRuns(t);
  const {code, stdout, stderr} = await eastwestIn(folder, 'report', '--compare', ...RUNS);
  t.is(code, 0, stderr);
  const file = `compare-${RUNS[0]}.html`;
  t.is(stdout, `comparison: .eastwest/runs/${RUNS[1]}/${file}\n`);
  t.regex(readFileSync(join(runs, RUNS[1], file), 'utf8'), /2 of 5 verdicts changed/);
});

const BAD: Readonly<Record<string, readonly [readonly string[], RegExp]>> = {
  'a run that is not there': [
    ['nope'],
    /^error: there is no run nope \[RUN-UNKNOWN\]\nhint: the latest run here is 2026-03-14T12/,
  ],
  'two runs without --compare': [
    [...RUNS],
    /^error: report takes one run \[REPORT-USAGE\]\nhint: .*--compare/,
  ],
  'one run to compare': [['--compare', RUNS[0]], /^error: --compare takes two runs \[REPORT-USAGE\]/],
  'three runs to compare': [
    ['--compare', ...RUNS, RUNS[0]],
    /^error: --compare takes two runs \[REPORT-USAGE\]/,
  ],
};

for (const [what, [args, message]] of Object.entries(BAD)) {
  test.serial(`${what} is bad usage`, async (t) => {
    const {folder} = await withRuns(t);
    const {code, stdout, stderr} = await eastwestIn(folder, 'report', ...args);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, message);
  });
}

test.serial('without any run it is said how to make one', async (t) => {
  const {code, stderr} = await eastwestIn(await tempFolder(t), 'report');
  t.is(code, 2);
  t.regex(stderr, /^error: there is no run \[RUN-UNKNOWN\]\nhint: there is no run here yet: eastwest run/);
});

test.serial('a damaged file is told with its line, and nothing is written', async (t) => {
  const {folder, runs} = await withRuns(t);
  const file = join(runs, RUNS[1], 'events.jsonl');
  writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20));
  const lines = readFileSync(file, 'utf8').split('\n').length;
  const {code, stdout, stderr} = await eastwestIn(folder, 'report');
  t.is(code, 2);
  t.is(stdout, '');
  t.true(
    stderr.startsWith(`error: .eastwest/runs/${RUNS[1]}/events.jsonl:${lines}: not JSON; was the run killed`),
    stderr,
  );
  t.false(existsSync(join(runs, RUNS[1], 'report.html')));
});
