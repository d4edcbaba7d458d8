import {messageOf} from '../../../src/base/errors.js';
import {stateHash} from '../../../src/faults/index.js';
import {projectFile} from '../../helpers/project.js';
import {good, none, stateNow, up} from './lab.js';
import {Ledger, type Outcome} from './ledger.js';
import {readOptions, USAGE, type Options} from './options.js';
import {SCENARIO} from './scenario.js';
import {trialsOf, type Baseline} from './trials.js';

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

/** The lab as it is when nobody disturbs its making, and how long things take then. */
async function measured(): Promise<Baseline> {
  await up();
  const downMs = await timed(none);
  const upMs = await timed(up);
  const state = await stateNow();
  const runMs = await timed(() => good('run', SCENARIO));
  return {state, upMs, runMs, downMs};
}

const asked = options();
const {seed, minutes, fresh} = asked;
const ledger = new Ledger(projectFile(`.eastwest/torture/seed-${seed}.jsonl`), fresh);
const baseline = await measured();
process.stdout.write(`seed ${seed}, state ${stateHash(baseline.state)}\n`);
const endMs = performance.now() + minutes * 60_000;
const trials = trialsOf(baseline, asked);
let left = 0;

for (const {id, group, run} of trials) {
  if (!ledger.needs(id)) continue;
  if (performance.now() > endMs) {
    left++;
    continue;
  }
  const startMs = performance.now();
  let outcome: Outcome = 'survived';
  let text = '';
  try {
    const seen = await run();
    text = seen ?? 'it was through before';
    if (seen === undefined) outcome = 'not reached';
  } catch (error) {
    outcome = 'failed';
    text = messageOf(error);
  }
  const seconds = Math.round((performance.now() - startMs) / 100) / 10;
  ledger.write({trial: id, group, seed, outcome, text, seconds});
  process.stdout.write(`${outcome.padEnd(12)}${id} (${seconds} s): ${text}\n`);
}

const counts = ledger.counts();
const failed = ledger.entries().filter(({outcome}) => outcome === 'failed');
process.stdout.write(
  `${JSON.stringify({seed, counts, left, failed: failed.map(({trial}) => trial)}, null, 2)}\n`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
