import test from 'ava';
import {Ajv2020} from 'ajv/dist/2020.js';
import {InterruptedError} from '../../../src/base/errors.js';
import type {Check} from '../../../src/explain/check.js';
import {explain, settledBy} from '../../../src/explain/explain.js';
import {fault, passing, type Judged} from '../../../src/explain/judged.js';
import type {LabReach} from '../../../src/explain/scene.js';
import {explanationJsonSchema, explanationText} from '../../../src/findings/index.js';
import {VirtualClock} from '../../fakes/virtual-clock.js';
import {fakeWorld} from '../../fakes/world.js';

const GOOD: Judged = {evidence: [{of: 'west', seen: 'fine'}], faults: []};
const DOWN: Judged = {
  evidence: [{of: 'west', seen: 'no pod'}],
  faults: [passing('istiod-down', {cluster: 'west', seen: 'no pod'})],
};
const PAUSED: Judged = {evidence: [], faults: [fault('node-paused', {node: 'west-control-plane'})]};

/** A check that sees one thing after the other, the last one for ever. */
function seeing(id: Check['id'], ...all: readonly (Judged | Error)[]): Check & {looks: number} {
  const check = {
    id,
    looked: `the ${id}`,
    looks: 0,
    examine: (): Promise<Judged> => {
      const now = all[Math.min(check.looks, all.length - 1)] ?? GOOD;
      check.looks += 1;
      return now instanceof Error ? Promise.reject(now) : Promise.resolve(now);
    },
  };
  return check;
}

const lab = () => ({...fakeWorld([]), clock: new VirtualClock()});
const run = (world: LabReach, ...chain: readonly Check[]) =>
  explain(world, {signal: new AbortController().signal, chain});

test('a lab in which every check holds is healthy, after one look each', async (t) => {
  const chain = [seeing('host', GOOD), seeing('network', GOOD)];
  const found = await run(lab(), ...chain);
  t.is(found.verdict, 'healthy');
  t.is(found.finding, undefined);
  t.deepEqual(
    found.checks.map(({id, state}) => [id, state]),
    [
      ['host', 'ok'],
      ['network', 'ok'],
    ],
  );
  t.deepEqual(
    chain.map(({looks}) => looks),
    [1, 1],
  );
});

test('it stops at the first broken link, whatever comes after it, and says what cannot be judged', async (t) => {
  const verdicts: string[] = [];
  const {signal} = new AbortController();
  const chain = [seeing('host', PAUSED), seeing('network', DOWN), seeing('trust', GOOD)];
  const found = await explain(lab(), {
    signal,
    chain,
    onVerdict: ({id, state}) => verdicts.push(`${id} ${state}`),
  });
  t.is(found.verdict, 'fault');
  t.is(found.finding?.code, 'node-paused');
  t.is(found.finding?.page, 'docs/findings/node-paused.md');
  t.deepEqual(found.finding?.remedy, ['docker unpause west-control-plane']);
  t.deepEqual(verdicts, ['host fault', 'network not-judged', 'trust not-judged']);
  t.regex(found.checks[2]?.reason ?? '', /believe each other.* cannot be judged before Host is right/);
});

test('what is written down is a fault at once, what may pass only after it was looked at again', async (t) => {
  const written = seeing('host', PAUSED);
  await run(lab(), written);
  t.is(written.looks, 1);
  const passing = seeing('control-plane', DOWN);
  const world = lab();
  const found = await run(world, passing);
  t.is(found.finding?.code, 'istiod-down');
  t.true(passing.looks > 4, `${passing.looks} looks`);
  t.true(world.clock.nowMs() >= 5000 && world.clock.nowMs() <= 8000, `${world.clock.nowMs()} ms`);
});

test('a gateway that comes while it is looked at is no fault', async (t) => {
  const found = await run(lab(), seeing('gateway', DOWN, DOWN, GOOD), seeing('call', GOOD));
  t.is(found.verdict, 'healthy');
});

test('a look that fails once is made again; one that always fails is no fault but nobody knows', async (t) => {
  t.is((await run(lab(), seeing('host', new Error('busy'), GOOD))).verdict, 'healthy');
  const found = await run(lab(), seeing('host', new Error('busy')), seeing('network', GOOD));
  t.is(found.verdict, 'unknown');
  t.is(found.finding, undefined);
  t.is(found.checks[0]?.reason, 'busy');
  t.is(found.checks[1]?.state, 'not-judged');
  t.is(explanationText(found), 'could not look: Host: busy');
});

test('what is still starting when the time is over is no fault either', async (t) => {
  const found = await run(lab(), seeing('gateway', {...GOOD, pending: 'it is starting'}));
  t.is(found.verdict, 'unknown');
  t.is(found.checks[0]?.reason, 'it is starting');
});

test('what is certain comes before what may pass, within a check', async (t) => {
  const both: Judged = {evidence: [], faults: [...DOWN.faults, ...PAUSED.faults]};
  const check = seeing('host', both);
  const found = await run(lab(), check);
  t.is(found.finding?.code, 'node-paused');
  t.is(check.looks, 1);
});

test('the first finding stands within ten seconds, the whole within fifteen, wherever the chain breaks', (t) => {
  const slowestLook = 5500;
  for (let ms = 0; ms <= 4500; ms += 100) t.true(settledBy(ms) <= 8000, String(ms));
  for (let ms = 0; ms <= 15_000; ms += 100) {
    t.true(settledBy(ms) + slowestLook <= 15_000);
    if (ms <= 6500) t.true(settledBy(ms) - ms >= 2500, 'too short to settle');
  }
});

test('a look that is made again is broken off at the limit, and what was seen before it counts', async (t) => {
  const LOOK_MS = 5500;
  const world = lab();
  const broken: string[] = [];
  const slow: Check = {
    id: 'gateway',
    looked: 'slowly',
    examine: async ({signal}) => {
      signal.addEventListener('abort', () => broken.push(`at ${world.clock.nowMs()} ms`), {once: true});
      await world.clock.sleep(LOOK_MS, signal);
      return DOWN;
    },
  };
  const found = await run(world, slow);
  t.is(found.finding?.code, 'istiod-down');
  t.is(world.clock.nowMs(), settledBy(LOOK_MS));
  t.true(found.seconds <= 10, `${found.seconds} s`);
  t.is(broken[0], `at ${settledBy(LOOK_MS)} ms`, 'what it had begun is ended too');
});

test('a check that was given no answer asks again for as long as the whole may take', async (t) => {
  const world = lab();
  const startMs = world.clock.nowMs();
  let asked = 0;
  const busy: Check = {
    id: 'gateway',
    looked: 'on a machine that is starting',
    examine: async ({signal}) => {
      await world.clock.sleep(asked++ === 0 ? 5500 : 4000, signal);
      if (asked === 1) throw new Error('no answer in 5 s');
      return GOOD;
    },
  };
  t.is((await run(world, busy)).verdict, 'healthy');
  const deaf = seeing('gateway', new Error('no answer in 5 s'));
  const found = await run(world, deaf);
  t.is(found.verdict, 'unknown');
  t.true(found.seconds <= 15, `${found.seconds} s`);
  t.true(world.clock.nowMs() - startMs < 30_000);
});

test('a person who ends it gets no finding', async (t) => {
  const abort = new AbortController();
  abort.abort();
  await t.throwsAsync(explain(lab(), {signal: abort.signal, chain: [seeing('host', GOOD)]}), {
    instanceOf: InterruptedError,
  });
});

test('what it says is as the published schema says', async (t) => {
  const valid = new Ajv2020({allErrors: true, validateFormats: false}).compile(explanationJsonSchema());
  for (const judged of [GOOD, PAUSED, new Error('busy')]) {
    const said = await run(lab(), seeing('host', judged), seeing('call', GOOD));
    t.true(valid(JSON.parse(JSON.stringify(said))), JSON.stringify(valid.errors));
  }
  t.false(valid({verdict: 'healthy'}));
});
