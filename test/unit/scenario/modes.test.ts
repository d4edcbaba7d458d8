import test, {type ExecutionContext} from 'ava';
import {lookBy, type Looked} from '../../../src/scenario/modes.js';
import {fakeWorld} from '../../fakes/world.js';

const ONCE = {withinMs: 0, converges: 1, consistentlyMs: 0, neverMs: 0};
const BLIND: Looked = {ok: false, blind: true, evidence: 'no answer from the proxy'};

const seen = (number: number, ok: boolean): Looked => ({ok, evidence: `saw ${number}`, wanted: 'one'});

interface Story {
  readonly looked: Looked;
  readonly looks: number;
  readonly tookMs: number;
}

/** What comes of a row of looks, `y` as wanted, `n` not, `b` blind; the last one goes on for ever. */
async function story(row: string, mode: Partial<typeof ONCE>, lookMs = 0): Promise<Story> {
  const world = fakeWorld([]);
  const bench = {...world, signal: new AbortController().signal, say: () => undefined};
  let looks = 0;
  const look = (): Promise<Looked> => {
    const letter = row[Math.min(looks, row.length - 1)];
    looks += 1;
    world.clock.pass(lookMs);
    return Promise.resolve(letter === 'b' ? BLIND : seen(looks, letter === 'y'));
  };
  const looked = await lookBy('the thing', {...ONCE, ...mode}, look, bench);
  return {looked, looks, tookMs: world.clock.nowMs()};
}

function told(t: ExecutionContext, {looked}: Story, ok: boolean, evidence: string, wanted?: string): void {
  t.is(looked.ok, ok, looked.evidence);
  t.is(looked.evidence, evidence);
  if (wanted !== undefined) t.is(looked.wanted, wanted);
}

test('without a mode there is one look', async (t) => {
  const found = await story('ny', {});
  told(t, found, false, 'saw 1', 'one');
  t.is(found.looks, 1);
});

test('without a mode a look that measured nothing is made again, and the first that did decides', async (t) => {
  const found = await story('bbny', {});
  told(t, found, false, 'saw 3', 'one');
  t.is(found.looks, 3);
});

test('without a mode nothing measured for ten seconds fails', async (t) => {
  const found = await story('b', {});
  t.is(found.tookMs, 10_000);
  told(t, found, false, 'no answer from the proxy');
});

test('within: looks go on until one is as wanted', async (t) => {
  told(t, await story('nny', {withinMs: 5000}), true, 'saw 3');
});

test('within: at the deadline the last look is told', async (t) => {
  const found = await story('n', {withinMs: 1500});
  t.is(found.tookMs, 1500);
  told(t, found, false, `saw ${found.looks} (after 1.5 s)`, 'one');
});

test('converges: a look that is not as wanted begins the count anew', async (t) => {
  const found = await story('ynyynyyy', {withinMs: 20_000, converges: 3});
  told(t, found, true, 'saw 8 (3 looks in a row)');
});

test('converges: too few in a row fail even where the last look was as wanted', async (t) => {
  const found = await story('nnnyy', {withinMs: 1850, converges: 3});
  told(t, found, false, 'saw 5 (after 1.9 s, at most 2 of 3 looks in a row were as wanted)', 'one');
});

test('consistently: every look for that long is as wanted', async (t) => {
  const found = await story('y', {consistentlyMs: 5000});
  t.is(found.tookMs, 5000);
  t.is(found.looks, 21);
  told(t, found, true, 'saw 21 (at 21 of 21 looks in 5 s)');
});

test('consistently: the first look that is not as wanted ends it at once, and says when', async (t) => {
  const found = await story('yyyyn', {consistentlyMs: 5000});
  t.is(found.tookMs, 1000);
  told(t, found, false, 'saw 5 (look 5, after 1 s)', 'one at every look for 5 s');
});

test('consistently: one long look is not enough', async (t) => {
  const found = await story('yn', {consistentlyMs: 2000}, 3000);
  told(t, found, false, 'saw 2 (look 2, after 6.3 s)');
});

test('never: no look for that long is so, and what was seen instead is told', async (t) => {
  const found = await story('n', {neverMs: 1000});
  told(t, found, true, 'not so at 5 of 5 looks in 1 s; last seen: saw 5');
});

test('never: the first look that is so ends it at once', async (t) => {
  const found = await story('nny', {neverMs: 5000});
  t.is(found.tookMs, 500);
  told(t, found, false, 'saw 3 (look 3, after 0.5 s)', 'never one for 5 s');
});

for (const mode of ['consistentlyMs', 'neverMs'] as const) {
  test(`${mode}: a look that cannot measure proves nothing and fails`, async (t) => {
    const found = await story(mode === 'neverMs' ? 'nnb' : 'yyb', {[mode]: 5000});
    const evidence = 'no answer from the proxy (look 3, after 0.5 s)';
    told(t, found, false, evidence, 'a measurement at every look for 5 s');
  });
}
