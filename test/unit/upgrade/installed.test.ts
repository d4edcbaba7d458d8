import test from 'ava';
import {installedIstio} from '../../../src/upgrade/index.js';
import {asNoted, readNotes} from '../../../src/upgrade/note.js';
import {hopLab, type HopLab} from '../../fakes/hop-lab.js';
import {hopTo, QUIET, runNew} from '../../helpers/hops.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const OLD = {version: '1.17.5'};
const NEW = {version: '1.18.2', revision: '1-18-2'};

/** What is said of the mesh in each state of a hop. */
async function inStates(lab: HopLab, hop: ReturnType<typeof hopTo>): Promise<Record<string, object>> {
  const found: Record<string, object> = {};
  const takeState = async (name: string): Promise<void> => {
    const plan = asNoted(lab.plan, await readNotes(lab.plan, lab.drivers.docker));
    found[name] = await installedIstio(plan, hop, lab.drivers.kubeFor);
  };
  await runNew(hop, lab, {...QUIET, takeState});
  return found;
}

test('by revision the other control plane is there until the hop was judged, or its cluster is back', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  t.deepEqual(await inStates(lab, hopTo('1.18.2', lab, {rollback: true})), {
    before: {west: OLD, east: OLD},
    mixed: {west: {...NEW, leaving: OLD}, east: OLD},
    after: {west: {...NEW, leaving: OLD}, east: {...NEW, leaving: OLD}},
    'rolled-back': {west: OLD, east: OLD},
  });
});

test('to the version that it has, the two are told apart by their revision', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const {after} = await inStates(lab, hopTo('1.17.5', lab));
  const both = {version: '1.17.5', revision: '1-17-5', leaving: OLD};
  t.deepEqual(after, {west: both, east: both});
});

test('in place there is only one', async (t) => {
  const lab = await hopLab(await tempFolder(t), '1.18.2');
  const {mixed} = await inStates(lab, hopTo('1.19.0', lab, {strategy: 'in-place'}));
  t.deepEqual(mixed, {west: {version: '1.19.0'}, east: {version: '1.18.2'}});
});
