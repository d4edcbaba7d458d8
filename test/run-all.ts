import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {projectFile, PROJECT} from './helpers/project.js';

/** Counts that the runner of tests has printed. */
interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const AVA = projectFile('node_modules/ava/entrypoints/cli.mjs');
const counts: Counts = {passed: 0, failed: 0, skipped: 0};
/** What each failed test said, under the title of its part. */
const failures: string[] = [];
/** How long each part took: CI has an end. */
const times: string[] = [];

/** Runs one part of the tests with its output shown; a part that fails does not keep the others from running. */
async function part(
  title: string,
  command: string,
  args: readonly string[],
  counted: boolean,
): Promise<boolean> {
  process.stdout.write(`\n== ${title}\n`);
  const startMs = performance.now();
  const child = spawn(command, args, {cwd: PROJECT, stdio: ['ignore', 'pipe', 'inherit']});
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    process.stdout.write(chunk);
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  times.push(`${title} ${Math.round((performance.now() - startMs) / 1000)} s`);
  const passed = counted ? tapCount(output, 'pass') : Number(code === 0);
  const failed = counted ? tapCount(output, 'fail') : Number(code !== 0);
  counts.passed += passed;
  counts.skipped += counted ? tapCount(output, 'skip') : 0;
  if (counted) failures.push(...failedTests(output).map((told) => `== ${title}\n${told}`));
  // A runner that dies without a count is a failure too.
  counts.failed += code !== 0 && failed === 0 ? 1 : failed;
  return code === 0;
}

/** ava's TAP output ends in "# pass 12", "# skip 1" and "# fail 0"; the name of a skipped test says why. */
function tapCount(output: string, word: 'pass' | 'fail' | 'skip'): number {
  return Number(new RegExp(`^# ${word} (\\d+)`, 'm').exec(output)?.[1] ?? 0);
}

/** The blocks of ava's TAP output that begin with "not ok", each as long as it is indented. */
function failedTests(output: string): readonly string[] {
  return output.match(/^not ok .*(?:\n(?: {2}.*)?)*/gm) ?? [];
}

function ava(
  title: string,
  files: string,
  more: readonly string[] = [],
  node = process.execPath,
): Promise<boolean> {
  return part(title, node, [AVA, '--tap', ...more, files], true);
}

await part('format, lint, types', 'npm', ['run', '--silent', 'check'], false);
await ava('unit', 'build/test/unit/**/*.test.js');
for (const major of ['22', '24']) {
  const args = [
    'exec',
    '--yes',
    `--package=node@${major}`,
    '--',
    'node',
    AVA,
    '--tap',
    'build/test/unit/**/*.test.js',
  ];
  await part(`unit on Node ${major}`, 'npm', args, true);
}
await ava('e2e: from nothing to the judged lab', 'build/test/e2e/1-lab.test.js', [
  '--serial',
  '--timeout=40m',
]);
await ava('integration: each driver against the real tool', 'build/test/integration/**/*.test.js', [
  '--serial',
]);
await ava('e2e: planted causes and walks', 'build/test/e2e/2-*.test.js', ['--serial', '--timeout=15m']);
await ava('e2e: down', 'build/test/e2e/3-down.test.js', ['--serial', '--timeout=5m']);
await ava('e2e: the registry supply', 'build/test/e2e/4-registry.test.js', ['--serial', '--timeout=15m']);
await ava('e2e: a bundle in a room without network', 'build/test/e2e/5-bundle.test.js', [
  '--serial',
  '--timeout=15m',
]);

// Once more at the end: of a long output often only that is kept.
if (failures.length > 0) process.stdout.write(`\nWhat failed:\n${failures.join('\n')}\n`);
process.stdout.write(`\n${times.join(', ')}\n`);
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = counts.failed === 0 ? 0 : 1;
