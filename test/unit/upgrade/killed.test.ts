import test, {type ExecutionContext} from 'ava';
import type {Hop} from '../../../src/upgrade/index.js';
import {hopUnderWay} from '../../../src/upgrade/index.js';
import {hopLab, type HopLab} from '../../fakes/hop-lab.js';
import {goOn, hopTo, namesIn, noted, QUIET, runNew} from '../../helpers/hops.js';
import {tempFolder} from '../../helpers/temp-folder.js';

/** Definitions that istioctl never takes away. */
const isLasting = (name: string): boolean => !name.startsWith('CustomResourceDefinition');

const stateOf = async (lab: HopLab): Promise<object> => ({
  noted: await noted(lab),
  names: ['west', 'east'].map((cluster) => namesIn(lab, cluster).filter(isLasting)),
  underWay: await hopUnderWay(lab.plan, lab.drivers.docker),
});

/** How a whole hop ends, and how many changes it takes. */
async function whole(
  t: ExecutionContext,
  version: string,
  hop: (lab: HopLab) => Hop,
): Promise<{end: object; begin: object; changes: number}> {
  const lab = await hopLab(await tempFolder(t), version);
  const begin = await stateOf(lab);
  await runNew(hop(lab), lab);
  return {end: await stateOf(lab), begin, changes: lab.diary.length};
}

/** A hop that was ended before its n-th change; undefined where it never came so far. */
async function killed(
  t: ExecutionContext,
  version: string,
  at: number,
  hop: (lab: HopLab) => Hop,
): Promise<HopLab> {
  const lab = await hopLab(await tempFolder(t), version);
  lab.breakAt(at);
  await t.throwsAsync(runNew(hop(lab), lab));
  lab.breakAt(undefined);
  return lab;
}

const HOPS: Readonly<Record<string, readonly [string, (lab: HopLab) => Hop]>> = {
  'by revision': ['1.17.5', (lab) => hopTo('1.18.2', lab)],
  'by revision, there and back': ['1.17.5', (lab) => hopTo('1.18.2', lab, {rollback: true})],
  'in place': ['1.18.2', (lab) => hopTo('1.19.0', lab, {strategy: 'in-place'})],
  'by revision to the version that it has': ['1.17.5', (lab) => hopTo('1.17.5', lab)],
  'in place to the version that it has': ['1.17.5', (lab) => hopTo('1.17.5', lab, {strategy: 'in-place'})],
};

for (const [name, [version, hop]] of Object.entries(HOPS)) {
  test.serial(`killed before any change, a hop ${name} goes on to the same end`, async (t) => {
    const {end, changes} = await whole(t, version, hop);
    t.true(changes > 15, `${changes} changes`);
    for (let at = 1; at <= changes; at++) {
      const lab = await killed(t, version, at, hop);
      // Before the first note there was no hop; whoever wants it begins anew.
      const begun = (await hopUnderWay(lab.plan, lab.drivers.docker)) !== undefined;
      await (begun ? goOn(lab) : runNew(hop(lab), lab));
      t.deepEqual(await stateOf(lab), end, `killed before change ${at}`);
    }
  });

  test.serial(`killed before any change, a hop ${name} goes back to the beginning`, async (t) => {
    const {begin, changes} = await whole(t, version, hop);
    for (let at = 2; at <= changes; at++) {
      const lab = await killed(t, version, at, hop);
      if ((await hopUnderWay(lab.plan, lab.drivers.docker)) === undefined) continue;
      await goOn(lab, 'back');
      t.deepEqual(await stateOf(lab), begin, `killed before change ${at}`);
    }
  });
}

test.serial('killed before any change, a state is taken only of a mesh that still is in it', async (t) => {
  const hop = (lab: HopLab): Hop => hopTo('1.18.2', lab, {rollback: true});
  const {changes} = await whole(t, '1.17.5', hop);
  for (let at = 1; at <= changes; at++) {
    const lab = await killed(t, '1.17.5', at, hop);
    const taken: string[] = [];
    // What runs at the moment: a version by itself, or two of them in one cluster.
    const takeState = async (name: string): Promise<void> =>
      void taken.push(`${name}: ${['west', 'east'].map((one) => gatewaysIn(lab, one)).join(' ')}`);
    const begun = (await hopUnderWay(lab.plan, lab.drivers.docker)) !== undefined;
    const parts = {...QUIET, takeState};
    await (begun ? goOn(lab, undefined, parts) : runNew(hop(lab), lab, parts));
    const right = [
      ...['before: 1.17.5 1.17.5', 'mixed: 1.18.2 1.17.5', 'after: 1.18.2 1.18.2'],
      'rolled-back: 1.17.5 1.17.5',
    ];
    t.deepEqual(
      taken.filter((state) => !right.includes(state)),
      [],
      `killed before change ${at}`,
    );
    t.is(taken.at(-1), right.at(-1));
  }
});

/** Versions of a cluster's gateways, each once. */
function gatewaysIn(lab: HopLab, cluster: string): string {
  const versions = ['istio-ingressgateway', 'istio-eastwestgateway'].map(
    (name) =>
      lab.stores
        .get(cluster)
        ?.list('Deployment')
        .find(({metadata}) => metadata.name === name)?.metadata.labels?.['operator.istio.io/version'],
  );
  return [...new Set(versions)].join('+');
}
