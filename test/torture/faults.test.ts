import {spawn} from 'node:child_process';
import {once} from 'node:events';
import test, {type ExecutionContext} from 'ava';
import {worldOf} from '../../src/cli/world.js';
import {waitFor} from '../../src/base/wait-for.js';
import {chosen, FAULTS, faultsFor, labState, readPlanted, stateHash} from '../../src/faults/index.js';
import type {Bench} from '../../src/scenario/index.js';
import {eastwest} from '../helpers/program.js';
import {projectFile, PROJECT} from '../helpers/project.js';
import {drivers, plan} from '../e2e/plant.js';

/** What is left to chance is told, so that one can have the same again: EASTWEST_SEED=… make torture. */
const SEED = Number(process.env['EASTWEST_SEED'] ?? 1);
const HEALTHY_RUNS = 50;
const KILLS = 20;
const SETTLE_MS = 120_000;

const signal = new AbortController().signal;
const bench: Bench = {...worldOf({plan, drivers, chosen: ''}), signal, say: () => undefined};
type State = Awaited<ReturnType<typeof labState>>;

test.before('the lab is up and nothing is planted', async (t) => {
  t.timeout(15 * 60_000);
  t.log(`seed ${SEED}`);
  const mended = await eastwest('mend');
  t.is(mended.code, 0, mended.stderr);
  const {code, stderr} = await eastwest('up');
  t.is(code, 0, stderr);
});

for (const [index, {name, finding}] of FAULTS.entries()) {
  // What this lab cannot have counts as skipped, so that nobody takes it for proven.
  const one = faultsFor(plan).some((fault) => fault.name === name) ? test.serial : test.serial.skip;
  one(`${name}: explain says ${finding}, mend takes all of it back`, async (t) => {
    t.timeout(12 * 60_000);
    const before = await labState(bench);
    const planted = await eastwest('break', name, '--seed', String(SEED + index), '--json');
    t.is(planted.code, 0, planted.stderr);
    t.log(JSON.stringify(JSON.parse(planted.stdout)));
    for (const command of ['up', 'run']) {
      const refused = await eastwest(command);
      t.is(refused.code, 2);
      t.regex(refused.stderr, new RegExp(`the fault ${name} is planted .*\\n?.*eastwest mend`, 's'));
    }
    const explained = await eastwest('explain', '--json');
    const {finding: found} = JSON.parse(explained.stdout) as {finding?: {code?: string}};
    const mended = await eastwest('mend', name, '--json');
    t.is(mended.code, 0, mended.stderr);
    t.is(found?.code, finding, `explain: ${explained.stdout}`);
    await sameAs(before, t);
  });
}

test.serial(`a break that is killed at ${KILLS} moments is mended whole`, async (t) => {
  t.timeout(60 * 60_000);
  const before = await labState(bench);
  for (let kill = 0; kill < KILLS; kill++) {
    const {name} = chosen(faultsFor(plan), SEED, `fault of kill ${kill}`);
    const afterMs = chosen([...Array(200).keys()], SEED, `moment of kill ${kill}`) * 100;
    await killedAfter(afterMs, 'break', name, '--seed', String(SEED));
    const planted = await readPlanted(bench);
    const mended = await eastwest('mend');
    t.log(`${name} after ${afterMs} ms: ${planted === undefined ? 'nothing was noted' : 'mended'}`);
    t.is(mended.code, 0, `${name} after ${afterMs} ms: ${mended.stderr}`);
    await sameAs(before, t);
  }
});

test.serial('a mend that is killed is mended by the next', async (t) => {
  t.timeout(30 * 60_000);
  const before = await labState(bench);
  for (const [index, name] of ['foreign-root', 'pool-exhausted', 'gateway-missing'].entries()) {
    const planted = await eastwest('break', name, '--seed', String(SEED));
    t.is(planted.code, 0, planted.stderr);
    await killedAfter(chosen([...Array(100).keys()], SEED, `moment of mend ${index}`) * 100, 'mend');
    const mended = await eastwest('mend');
    t.is(mended.code, 0, mended.stderr);
    await sameAs(before, t);
  }
});

test.serial(`explain finds nothing in a healthy lab, ${HEALTHY_RUNS} times`, async (t) => {
  t.timeout(30 * 60_000);
  for (let run = 1; run <= HEALTHY_RUNS; run++) {
    const {code, stdout} = await eastwest('explain', '--json');
    const {verdict} = JSON.parse(stdout) as {verdict: string};
    t.is(verdict, 'healthy', `run ${run}: ${stdout}`);
    t.is(code, 0);
  }
});

test.after.always('nothing is left planted', async (t) => {
  t.timeout(10 * 60_000);
  const {code, stderr} = await eastwest('mend');
  t.is(code, 0, stderr);
});

/** The lab is as it was, once what is going away is gone; else every difference by its name. */
async function sameAs(before: State, t: ExecutionContext): Promise<void> {
  let different: readonly string[] = [];
  const look = async () => {
    const now = await labState(bench);
    const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    different = names.filter((name) => stateHash({of: before[name]}) !== stateHash({of: now[name]}));
    return {done: stateHash(before) === stateHash(now), seen: different.join('; ')};
  };
  const {clock} = drivers;
  await waitFor('the lab to be as it was', look, {deadlineMs: SETTLE_MS, signal, clock}).catch(
    () => undefined,
  );
  t.deepEqual(different, []);
}

/** Runs the program and ends it with SIGKILL, unless it is through before. */
async function killedAfter(afterMs: number, ...args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [projectFile('build/src/main.js'), ...args], {
    cwd: PROJECT,
    stdio: 'ignore',
  });
  const end = once(child, 'exit');
  const alarm = setTimeout(() => child.kill('SIGKILL'), afterMs);
  await end;
  clearTimeout(alarm);
}
