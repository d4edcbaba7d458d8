import test from 'ava';
import {HopelessError} from '../../../src/base/wait-for.js';
import {straysStep} from '../../../src/clusters/strays.js';
import {LAB_LABEL} from '../../../src/plan/plan.js';
import {container, dockerWith} from '../../fakes/containers.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {quietContext} from '../../helpers/world.js';

const plan = chapterPlan();
const node = (cluster: string, lab = 'ch12') =>
  container(`${cluster}-control-plane`, {labels: {[LAB_LABEL]: lab, 'io.x-k8s.kind.cluster': cluster}});
const OWN = [node('west'), node('east'), container('mypc', {labels: {[LAB_LABEL]: 'ch12'}})];

test('the clusters of the file, the client, and clusters of other labs are no strays', async (t) => {
  const {docker, diary} = dockerWith({containers: [...OWN, node('north', 'four')]});
  const step = straysStep(plan, docker);
  t.deepEqual(await step.done(quietContext), {done: true, seen: 'none'});
  await step.undo?.(quietContext);
  t.deepEqual(diary, []);
});

test('a cluster that was taken out of the file ends up, and is left as it is; down removes it', async (t) => {
  const {docker, diary} = dockerWith({containers: [...OWN, node('south')]});
  const step = straysStep(plan, docker);
  const error = await refusal(t, step.done(quietContext));
  t.true(error instanceof HopelessError);
  t.is(error.code, 'LAB-OTHER-CLUSTERS');
  t.regex(error.message, /^the lab ch12 has south, and .*lab\.yaml does not; nothing was removed$/);
  t.deepEqual(diary, []);
  await step.undo?.(quietContext);
  t.deepEqual(diary.length, 1);
  t.regex(diary[0] ?? '', /remove.*south-control-plane/);
});
