import test from 'ava';
import {recordOf, type HopEvent, type HopVerdict} from '../../../src/upgrade/index.js';
import {hopLab} from '../../fakes/hop-lab.js';
import {goOn, hopTo, OTHERWISE, runNew, SAME} from '../../helpers/hops.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const PROXY = {kind: 'stock-envoy', version: '1.36.2'};

test('the record of a hop is made from its events', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const hop = hopTo('1.18.2', lab, {rollback: true});
  const {events, phases, verdict} = await runNew(hop, lab);
  const record = recordOf(events, PROXY);
  t.like(record, {schema: 1, resumed: false, hop, proxy: PROXY, verdict, differences: SAME});
  t.deepEqual(
    record?.phases.map(({name}) => name),
    phases,
  );
  const last = record?.phases.at(-1)?.atMs ?? 0;
  // By a clock that only waits move: 5 s before, 7 s mixed, 5 s after, 5 s back.
  t.deepEqual([last, record?.seconds], [22_000, 22]);
});

test('of a hop that has come to no verdict there is none', (t) => {
  const begun: HopEvent = {type: 'hopPhase', phase: 'before', atMs: 1};
  t.is(recordOf([begun], PROXY), undefined);
});

test('killed before it has cleared away what is left, a hop has its record', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const {events} = await runNew(hopTo('1.18.2', lab), lab);
  const judgedAt = events.findIndex(({type}) => type === 'hopJudged');
  t.like(recordOf(events.slice(0, judgedAt + 1), PROXY), {differences: SAME, verdict: {good: true}});
});

test('who takes a bad hop as it is does not make it a good one', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const bad = recordOf((await runNew(hopTo('1.18.2', lab), lab, OTHERWISE)).events, PROXY);
  const {events, verdict} = await goOn(lab);
  t.is(recordOf(events, PROXY), undefined, 'by itself that is nothing measured');
  t.true(verdict.good, 'nothing is broken');
  t.deepEqual(recordOf(events, PROXY, bad), bad);
  const broken: HopVerdict = {...verdict, reasons: [{code: 'UPGRADE-BROKEN', text: 'a validator'}]};
  const ended: readonly HopEvent[] = events.map((event) =>
    event.type === 'hopEnded' ? {...event, verdict: broken} : event,
  );
  t.deepEqual(
    recordOf(ended, PROXY, bad)?.verdict.reasons.map(({code}) => code),
    ['UPGRADE-CHANGED', 'UPGRADE-BROKEN'],
  );
});
