import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {readYaml} from '../../../src/base/yaml.js';
import {parseManifest} from '../../../src/drivers/kube/manifest.js';
import {readLab} from '../../../src/lab/read-lab.js';
import {EastwestError} from '../../../src/base/errors.js';
import {tempFolder} from '../../helpers/temp-folder.js';

/** Ten times ten times … of a word: a few hundred bytes that would become many gigabytes. */
const LEVELS = 12;
const BOMB = Array.from({length: LEVELS}, (_, level) =>
  level === 0
    ? 'a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]'
    : `a${level}: &a${level} [${Array.from({length: 10}, () => `*a${level - 1}`).join(', ')}]`,
).join('\n');
const WITHIN_MS = 2000;

/** Runs it and says how long it took. */
function timed(work: () => void): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

test('a bomb of aliases is a problem at its place, at once', (t) => {
  const tookMs = timed(() => {
    const {documents, problems} = readYaml('bomb.yaml', BOMB);
    t.deepEqual(
      documents.filter(({value}) => value !== undefined),
      [],
    );
    t.is(problems.length, 1);
    t.regex(problems[0]?.message ?? '', /alias/i);
    t.true((problems[0]?.line ?? 0) > 1);
  });
  t.true(tookMs < WITHIN_MS, `${tookMs} ms`);
});

test('a lab file and a manifest that are bombs are refused with file:line:col', async (t) => {
  const file = join(await tempFolder(t), 'lab.yaml');
  await writeFile(file, BOMB);
  const tookMs = timed(() => {
    for (const read of [() => readLab(file), () => parseManifest(file, BOMB)]) {
      const error = t.throws(read, {instanceOf: EastwestError});
      t.regex(error.details[0] ?? '', /lab\.yaml:\d+:\d+: /);
    }
  });
  t.true(tookMs < WITHIN_MS, `${tookMs} ms`);
});

test('a few aliases, as people write them, are welcome', (t) => {
  const {documents, problems} = readYaml('f', 'base: &base {cpu: 1}\nwest: *base\neast: *base\n');
  t.deepEqual(problems, []);
  t.deepEqual(documents[0]?.value, {base: {cpu: 1}, west: {cpu: 1}, east: {cpu: 1}});
});
