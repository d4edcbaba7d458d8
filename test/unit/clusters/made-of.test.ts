import test from 'ava';
import {HopelessError} from '../../../src/base/wait-for.js';
import {refuseOtherLab} from '../../../src/cli/own-lab.js';
import {imageStep} from '../../../src/clusters/node-image.js';
import {nodeStep} from '../../../src/clusters/node.js';
import type {Docker, Labels} from '../../../src/drivers/docker/docker.js';
import {MADE_OF_LABEL} from '../../../src/plan/own.js';
import {clusterNamed, LAB_LABEL, type Plan} from '../../../src/plan/plan.js';
import {container, dockerWith} from '../../fakes/containers.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {quietContext} from '../../helpers/world.js';

const FILES = {'id-of-west-control-plane /kind/eastwest-complete': 'ch12\n'};
const bundle = chapterPlan({...SUPPLIED, supply: 'bundle'});
const later: Plan = {...chapterPlan(), versions: {...chapterPlan().versions, istio: '1.17.8'}};

/** The labels that the nodes of a plan get. */
async function labelsOf(plan: Plan): Promise<Labels> {
  let given: Labels = {};
  const docker = untouchable<Docker>('docker', {
    labelImage: async (_from, _reference, labels) => void (given = labels),
  });
  await imageStep(plan, docker).run(quietContext);
  return given;
}

function look(plan: Plan, labels: Labels) {
  const {docker} = dockerWith({containers: [container('west-control-plane', {labels})], files: FILES});
  return nodeStep(plan, clusterNamed(plan, 'west'), {...untouchableDrivers(), docker}).done(quietContext);
}

test('nodes say what they were made of', async (t) => {
  const labels = await labelsOf(later);
  t.regex(labels[MADE_OF_LABEL] ?? '', /^supply source, Istio 1\.17\.8, Kubernetes /);
  t.is(labels[LAB_LABEL], 'ch12');
});

for (const [what, made] of Object.entries({supply: bundle, 'version of Istio': later})) {
  test(`a lab of another ${what} than is asked for is not taken for the one that is asked for`, async (t) => {
    const error = await refusal(t, Promise.resolve(look(chapterPlan(), await labelsOf(made))));
    t.true(error instanceof HopelessError);
    t.is(error.code, 'LAB-OTHER-SUPPLY');
    t.regex(error.hint ?? '', /--supply and --istio.*eastwest down/);
  });

  test(`what is judged in a lab of another ${what} would be told of the wrong one`, async (t) => {
    const labels = await labelsOf(made);
    const docker = {containers: async () => [container('mypc'), container('west-control-plane', {labels})]};
    t.is((await refusal(t, refuseOtherLab(chapterPlan(), docker))).code, 'LAB-OTHER-SUPPLY');
    await t.notThrowsAsync(refuseOtherLab(made, docker));
  });
}

test('nodes of the same, and those that do not say it, are taken', async (t) => {
  const plan = chapterPlan();
  for (const labels of [await labelsOf(plan), {[LAB_LABEL]: 'ch12'}]) t.true((await look(plan, labels)).done);
});
