import {spawn} from 'node:child_process';
import {once} from 'node:events';
import test, {type ExecutionContext} from 'ava';
import {worldOf} from '../../src/cli/world.js';
import {waitFor} from '../../src/base/wait-for.js';
import {chosen, FAULTS, faultsFor, labState, readPlanted, stateHash} from '../../src/faults/index.js';
import type {Bench} from '../../src/scenario/index.js';
import {eastwest, type Ended} from '../helpers/program.js';
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
/** What `explain --json` prints, as far as it is looked at. */
interface Explained {
  readonly seconds: number;
  readonly finding?: {readonly code?: string; readonly cause?: string};
  readonly checks: readonly {
    readonly id: string;
    readonly evidence: readonly {readonly of: string; readonly seen: string}[];
  }[];
}

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
    let explained: Ended;
    let mended: Ended;
    try {
      for (const command of ['up', 'run']) {
        const refused = await eastwest(command);
        t.is(refused.code, 2, refused.stderr);
        t.regex(refused.stderr, new RegExp(`the fault ${name} is planted .*\\n?.*eastwest mend`, 's'));
      }
      explained = await eastwest('explain', '--json');
    } finally {
      // Whatever went wrong: the next fault wants a lab without this one.
      mended = await eastwest('mend', name, '--json');
    }
    t.is(mended.code, 0, mended.stderr);
    const {finding: found, seconds} = JSON.parse(explained.stdout) as Explained;
    t.is(found?.code, finding, `explain: ${explained.stdout}`);
    t.log(`explained in ${seconds} s`);
    await sameAs(before, t);
  });
}

test.serial(
  'a caller that a policy has refused is named, with the identity in its certificate',
  async (t) => {
    t.timeout(12 * 60_000);
    const name = 'policy-wrong-principal';
    const ofCatalog = (seed: number) =>
      chosen(['catalog', 'simple-backend'], seed, `part of ${name}`) === 'catalog';
    const seed = [...Array(100).keys()].find((one) => ofCatalog(SEED + one)) ?? 0;
    const planted = await eastwest('break', name, '--cluster', 'east', '--seed', String(SEED + seed));
    // It makes the call of the lab itself, which goes from webapp of west to the catalog.
    const explained = await eastwest('explain', '--json');
    const mended = await eastwest('mend', name);
    t.is(planted.code, 0, planted.stderr);
    t.is(mended.code, 0, mended.stderr);
    const {finding, checks} = JSON.parse(explained.stdout) as Explained;
    t.regex(
      finding?.cause ?? '',
      /such as webapp of west as cluster\.local\/ns\/istioinaction\/sa\/webapp at catalog/,
      explained.stdout,
    );
    const evidence = checks.find(({id}) => id === 'policy')?.evidence ?? [];
    t.regex(evidence.find(({of}) => of === 'east')?.seen ?? '', /rbac_access_denied_matched_policy\[none\]/);
    t.regex(
      evidence.find(({of}) => of === 'west')?.seen ?? '',
      /webapp showed the certificate cluster\.local/,
    );
  },
);

test.serial(
  'of two breaks at once one is planted, the other is told so, and mend takes it back whole',
  async (t) => {
    t.timeout(12 * 60_000);
    const before = await labState(bench);
    const names = ['gateway-missing', 'stub-service-gone'] as const;
    const ends = await Promise.all(names.map((name) => eastwest('break', name, '--seed', String(SEED))));
    const through = names.filter((_, index) => ends[index]?.code === 0);
    const told = ends.filter(({code}) => code !== 0).map(({stderr}) => stderr);
    t.log(`planted: ${through.join(', ')}; told: ${told.join('; ')}`);
    const planted = await readPlanted(bench);
    const mended = await eastwest('mend');
    t.is(through.length, 1, told.join('\n'));
    t.is(planted?.fault, through[0]);
    // Who is late enough comes upon the fault, who is not upon whoever plants it.
    t.regex(told[0] ?? '', /LAB-BUSY|FAULT-PLANTED/);
    t.is(mended.code, 0, mended.stderr);
    await sameAs(before, t);
  },
);

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
