import {messageOf} from '../../../src/base/errors.js';
import {stateHash} from '../../../src/faults/index.js';
import {projectFile} from '../../helpers/project.js';
import {good, none, stateNow, up} from './lab.js';
import {exitCodeOf, Ledger, type Outcome} from './ledger.js';
import {live, livesOf} from './lives.js';
import {readOptions, USAGE, type Options} from './options.js';
import {SCENARIOS} from './scenario.js';
import {begunIn, momentsOf, trialsOf, type Baseline} from './trials.js';

/** Reads the options or ends with what they are. */
function options(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n${USAGE}\n`);
    process.exit(2);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

/** The lab as it is when nobody disturbs its making, and how long what the groups need takes then. */
async function measured(only: Options['only']): Promise<Baseline> {
  await up();
  const downMs = await timed(none);
  const {stderr, tookMs: upMs} = await good('up', '--json');
  const state = await stateNow();
  const runMs: Record<string, number> = {};
  for (const scenario of only.includes('run') ? SCENARIOS : [])
    runMs[scenario] = (await good('run', scenario)).tookMs;
  return {state, upMs, began: begunIn(stderr), runMs, downMs};
}

function record(
  {id, group, outcome, text}: {id: string; group: string; outcome: Outcome; text: string},
  startMs: number,
): void {
  const seconds = Math.round((performance.now() - startMs) / 100) / 10;
  ledger.write({trial: id, group, seed, outcome, text, seconds});
  process.stdout.write(`${outcome.padEnd(12)}${id} (${seconds} s): ${text}\n`);
}

const asked = options();
const {seed, minutes, fresh} = asked;
const ledger = new Ledger(projectFile(`.eastwest/torture/seed-${seed}.jsonl`), fresh);
const baseline = await measured(asked.only);
process.stdout.write(`seed ${seed}, state ${stateHash(baseline.state)}\n`);
const endMs = performance.now() + minutes * 60_000;
const lives = livesOf(momentsOf(baseline, asked).filter(({id}) => ledger.needs(id)));
const trials = trialsOf(baseline, asked).filter(({id}) => ledger.needs(id));
let left = 0;

for (const life of lives) {
  if (performance.now() > endMs) {
    left += life.ups.length + (life.down === undefined ? 0 : 1);
    continue;
  }
  const startMs = performance.now();
  const hits = await live(life, baseline.state);
  for (const hit of hits) record(hit, startMs);
}

for (const {id, group, run} of trials) {
  if (performance.now() > endMs) {
    left++;
    continue;
  }
  const startMs = performance.now();
  try {
    const seen = await run();
    const outcome = seen === undefined ? 'not reached' : 'survived';
    record({id, group, outcome, text: seen ?? 'it was through before'}, startMs);
  } catch (error) {
    record({id, group, outcome: 'failed', text: messageOf(error)}, startMs);
  }
}

const counts = ledger.counts();
const [failed, notReached] = [ledger.those('failed'), ledger.those('not reached')];
process.stdout.write(`${JSON.stringify({seed, counts, left, failed, notReached}, null, 2)}\n`);
process.exitCode = exitCodeOf({failed: failed.length, notReached: notReached.length, left});
