import {copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {eastwestIn} from '../../helpers/program.js';
import {projectFile} from '../../helpers/project.js';
import {tempFolder} from '../../helpers/temp-folder.js';

test.serial('lint checks the packs of the project without a lab', async (t) => {
  const folder = await tempFolder(t);
  const {code, stdout, stderr} = await eastwestIn(folder, 'lint');
  t.is(code, 0, stdout + stderr);
  t.regex(stdout, /^\d+ files, 0 errors, 0 warnings\n$/);
  t.deepEqual(readdirSync(folder), []);
});

test.serial('lint says every error of every file at its place and ends with 2', async (t) => {
  const folder = await tempFolder(t);
  mkdirSync(join(folder, 'probe'));
  const fixture = (name: string): string => projectFile(`test/fixtures/scenarios/${name}.yaml`);
  copyFileSync(fixture('invalid-cluster'), join(folder, 'probe/a.yaml'));
  copyFileSync(fixture('invalid-empty'), join(folder, 'probe/b.yaml'));
  const {code, stdout, stderr} = await eastwestIn(
    folder,
    'lint',
    'probe/a.yaml',
    'probe/b.yaml',
    'probe/c.yaml',
  );
  t.is(code, 2);
  t.is(stderr, '');
  t.regex(stdout, /^probe\/a\.yaml:9:43: error: the lab has no cluster "wset", did you mean west\?/m);
  t.regex(stdout, /^probe\/b\.yaml:1:1: error: the file is empty$/m);
  t.regex(stdout, /^probe\/c\.yaml:1:1: error: cannot be read: /m);
  t.regex(stdout, /^3 files, \d+ errors, 0 warnings$/m);
});

test.serial('new writes a scenario that lint and run accept, once', async (t) => {
  const folder = await tempFolder(t);
  const made = await eastwestIn(folder, 'new', 'mine/first', '--scenarios', 'packs');
  t.is(made.code, 0, made.stderr);
  const [file = '', lint = '', run = ''] = made.stdout.split('\n');
  t.is(file, 'packs/mine/first.yaml');
  t.is(run, 'eastwest run --scenarios packs mine/first');
  const linted = await eastwestIn(folder, ...lint.split(' ').slice(1));
  t.is(linted.stdout, '1 file, 0 errors, 0 warnings\n');

  const text = 'mine';
  writeFileSync(join(folder, file), text);
  const again = await eastwestIn(folder, 'new', 'mine/first', '--scenarios', 'packs');
  t.is(again.code, 2);
  t.regex(again.stderr, /packs\/mine\/first\.yaml is there already \[SCENARIO-THERE\]/);
  t.is(readFileSync(join(folder, file), 'utf8'), text);
});

test.serial('what cannot be written is said without a stack trace', async (t) => {
  const folder = await tempFolder(t);
  writeFileSync(join(folder, 'packs'), 'a file');
  const {code, stderr} = await eastwestIn(folder, 'new', 'mine/first', '--scenarios', 'packs');
  t.is(code, 2);
  t.regex(stderr, /cannot be written: .*\[SCENARIO-NOT-WRITTEN\]/);
  t.notRegex(stderr, /\n {4}at /);
});
