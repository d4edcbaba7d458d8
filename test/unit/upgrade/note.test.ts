import test from 'ava';
import {refuseWhileHopping} from '../../../src/upgrade/index.js';
import {
  asNoted,
  hopUnderWay,
  madeWith,
  noteHop,
  readNotes,
  writeNote,
  type HopNote,
} from '../../../src/upgrade/note.js';
import {container} from '../../fakes/containers.js';
import {hopLab} from '../../fakes/hop-lab.js';
import {refusal} from '../../helpers/error.js';
import {faultLab} from '../../helpers/fault-lab.js';
import {hopTo} from '../../helpers/hops.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const AT_18 = {version: '1.18.2', revision: '1-18-2'};
const note: HopNote = {
  hop: {
    from: {version: '1.17.5'},
    to: AT_18,
    strategy: 'canary',
    order: ['west', 'east'],
    holdMs: 1,
    rollback: false,
  },
  stage: 'forth',
  begun: '2026-01-01T00:00:00Z',
};

test('a lab that never hopped is as lab.yaml says', async (t) => {
  const {plan, bench} = faultLab();
  t.deepEqual([...(await readNotes(plan, bench.docker))], []);
  t.deepEqual(asNoted(plan, new Map()), plan);
  await t.notThrowsAsync(refuseWhileHopping(plan, bench.docker));
});

test('what is noted of a cluster is in its own node, and the plan goes by it', async (t) => {
  const {plan, bench, files} = faultLab();
  await writeNote(plan, 'east', {made: '1.17.5', istio: AT_18}, bench.docker);
  t.deepEqual([...files.keys()], ['east-control-plane /kind/eastwest-istio-b.json']);
  const noted = asNoted(plan, await readNotes(plan, bench.docker));
  t.deepEqual(
    noted.clusters.map(({istio}) => istio),
    [{version: '1.17.5'}, AT_18],
  );
  t.is(noted.versions.istio, '1.17.5', 'what it is made of stays');
});

test('a hop is noted in every node; one that still has it is enough', async (t) => {
  const {plan, bench, files} = faultLab();
  await noteHop(plan, note, bench.docker);
  for (const {node} of plan.clusters) t.true([...files.keys()].some((key) => key.startsWith(node)));
  for (const key of files.keys()) if (key.startsWith('west')) files.delete(key);
  t.deepEqual(await hopUnderWay(plan, bench.docker), note);
  await noteHop(plan, undefined, bench.docker);
  t.is(await hopUnderWay(plan, bench.docker), undefined);
});

test('to note how far a hop is does not touch what a cluster is', async (t) => {
  const {plan, bench} = faultLab();
  await writeNote(plan, 'west', {made: '1.17.5', istio: AT_18}, bench.docker);
  await noteHop(plan, {...note, stage: 'back'}, bench.docker);
  t.deepEqual((await readNotes(plan, bench.docker)).get('west')?.istio, AT_18);
});

test('a half-done hop is refused with both ways on; one that was judged is not', async (t) => {
  const {plan, bench} = faultLab();
  for (const stage of ['forth', 'back', 'cleared'] as const) {
    await noteHop(plan, {...note, stage}, bench.docker);
    const error = await refusal(t, refuseWhileHopping(plan, bench.docker));
    t.is(error.code, 'UPGRADE-UNDER-WAY');
    t.is(error.exitCode, 2);
    t.regex(error.message, /1\.17\.5 -> 1\.18\.2, canary/);
    t.regex(error.hint ?? '', /`eastwest upgrade` goes on.*`eastwest upgrade --rollback`/);
  }
  await noteHop(plan, {...note, stage: 'judged'}, bench.docker);
  await t.notThrowsAsync(refuseWhileHopping(plan, bench.docker));
});

test("a node of somebody else's is neither read nor written", async (t) => {
  const {plan, bench, containers} = faultLab();
  await writeNote(plan, 'west', {made: '1.17.5', istio: AT_18}, bench.docker);
  containers.set('west-control-plane', container('west-control-plane', {labels: {}}));
  t.is((await readNotes(plan, bench.docker)).size, 0);
  const write = writeNote(plan, 'west', {made: '1.17.5', istio: AT_18}, bench.docker);
  t.is((await refusal(t, write)).code, 'UPGRADE-LAB-NOT-UP');
});

test('who names the version that the whole mesh runs by now means the lab that was made with another', (t) => {
  const hopped = {made: '1.17.5', istio: AT_18};
  const both = new Map([
    ['west', hopped],
    ['east', hopped],
  ]);
  t.is(madeWith('1.18.2', both, 2), '1.17.5');
  t.is(madeWith('1.17.5', both, 2), '1.17.5', 'the one that it was made with is not refused either');
  t.is(madeWith('1.19.0', both, 2), '1.19.0', 'another one is, for what it is');
  t.is(madeWith('1.18.2', new Map([['west', hopped]]), 2), '1.18.2', 'half a mesh is none of that version');
  t.is(madeWith('1.17.5', new Map(), 2), '1.17.5');
});

test('after a hop the nodes of both clusters say the same, and what they were made with', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const {runNew} = await import('../../helpers/hops.js');
  await runNew(hopTo('1.18.2', lab), lab);
  const notes = await readNotes(lab.plan, lab.drivers.docker);
  t.deepEqual(
    [...notes.values()],
    [
      {made: '1.17.5', istio: AT_18},
      {made: '1.17.5', istio: AT_18},
    ],
  );
});
