import test from 'ava';
import type {Change, Fault} from '../../../src/faults/fault.js';
import {faultNamed, mend, plant, readPlanted, refuseWhilePlanted, siteOf} from '../../../src/faults/index.js';
import {clusterFor} from '../../../src/faults/plant.js';
import {note} from '../../../src/scenario/journal.js';
import {samplePlan} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {faultLab, type FaultLab, type Given} from '../../helpers/fault-lab.js';

const ref = (name: string) => ({apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace: 'default'}});

/** A fault of as many objects as names are given; `run` may go wrong. */
function faultOf(
  names: readonly string[],
  lab: () => FaultLab,
  run?: (name: string) => Promise<void>,
): Fault {
  const change = (name: string): Change => ({
    undos: [{cluster: 'east', remove: ref(name)}],
    run: async () => {
      await run?.(name);
      await lab()
        .bench.kube('east')
        .apply([ref(name)]);
    },
  });
  return {
    name: 'made-up',
    does: {en: 'Makes objects.'},
    finding: 'node-paused',
    sites: () => ['west', 'east'],
    changes: () => Promise.resolve(names.map(change)),
    see: () => [],
  };
}

function labWith(given: Given = {}) {
  const lab = faultLab(given);
  const fault = (names: readonly string[], run?: (name: string) => Promise<void>): Fault =>
    faultOf(names, () => lab, run);
  return {...lab, fault};
}

test('what takes it back is noted before the first change, and since when it is there after the last', async (t) => {
  const lab = labWith();
  const noted: unknown[] = [];
  const fault = lab.fault(['one', 'two'], async () => {
    noted.push(await readPlanted(lab.bench));
  });
  const planted = await plant({fault, seed: 5, cluster: 'east'}, lab.bench);
  const {since, ...before} = planted;
  t.deepEqual(noted, [before, before]);
  t.is(planted.undos.length, 2);
  t.truthy(since);
  t.deepEqual(await readPlanted(lab.bench), planted);
  t.deepEqual(lab.diary, ['east: apply ConfigMap one', 'east: apply ConfigMap two']);
});

test('of three clusters a fault goes where there is what it breaks, whatever the seed', async (t) => {
  const plan = samplePlan('three');
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const lab = faultLab({plan});
    const rule = await plant({fault: faultNamed('outlier-detection-missing'), seed}, lab.bench);
    t.deepEqual([rule.cluster, rule.peer], ['west', 'east'], 'the only pair with pods of one service');
  }
});

test('of three clusters the seed chooses the peer where any will do, and the journal says which', async (t) => {
  const plan = samplePlan('three');
  const peers = new Set<string | undefined>();
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const lab = faultLab({plan});
    const fault = faultNamed('remote-secret-missing');
    const planted = await plant({fault, seed, cluster: 'south'}, lab.bench);
    const {peer} = planted;
    peers.add(peer);
    t.deepEqual(lab.diary, [`south: remove Secret istio-remote-secret-${peer ?? ''}-cluster`]);
    t.is(siteOf({...planted, fault}, 'south', lab.bench).peer.name, peer ?? 'none');
  }
  t.deepEqual([...peers].sort(), ['east', 'west']);
});

test('mend takes everything back, the latest first, and the journal is empty then', async (t) => {
  const lab = labWith();
  await plant({fault: lab.fault(['one', 'two']), seed: 5, cluster: 'east'}, lab.bench);
  lab.diary.length = 0;
  const {planted, leftBehind, done} = await mend(lab.bench);
  t.is(planted?.fault, 'made-up');
  t.deepEqual(leftBehind, []);
  t.is(done.length, 2);
  t.deepEqual(lab.diary, ['east: remove ConfigMap two', 'east: remove ConfigMap one']);
  t.is(await readPlanted(lab.bench), undefined);
  t.deepEqual(await mend(lab.bench), {planted: undefined, done: [], leftBehind: []});
});

test('a kill at any change leaves a lab that mend puts back', async (t) => {
  for (const killedAt of ['one', 'two', 'three']) {
    const lab = labWith();
    // Nothing of the program goes on after a kill, so this change never ends.
    const reached = new Promise<void>((resolve) => {
      const fault = lab.fault(['one', 'two', 'three'], (name) => {
        if (name !== killedAt) return Promise.resolve();
        resolve();
        return new Promise(() => undefined);
      });
      void plant({fault, seed: 1, cluster: 'east'}, lab.bench);
    });
    await reached;
    const found = await readPlanted(lab.bench);
    t.is(found?.since, undefined);
    t.is(found?.undos.length, 3);
    t.is(
      (await refusal(t, refuseWhilePlanted(lab.bench))).message,
      'the fault made-up was being planted in east',
    );
    t.deepEqual((await mend(lab.bench)).leftBehind, []);
    for (const name of ['one', 'two', 'three']) t.is(await lab.bench.kube('east').get(ref(name)), undefined);
  }
});

test('what goes wrong while it is planted is taken back at once', async (t) => {
  const lab = labWith();
  const fault = lab.fault(['one', 'two'], (name) =>
    name === 'two' ? Promise.reject(new Error('no room')) : Promise.resolve(),
  );
  const error = await refusal(t, plant({fault, seed: 1, cluster: 'east'}, lab.bench));
  t.is(error.code, 'FAULT-NOT-PLANTED');
  t.regex(error.message, /made-up could not be planted: no room/);
  t.is(error.hint, 'the lab is as it was');
  t.is(await lab.bench.kube('east').get(ref('one')), undefined);
  t.is(await readPlanted(lab.bench), undefined);
});

test('an interruption leaves the lab to mend, and says so', async (t) => {
  const end = new AbortController();
  const lab = labWith({signal: end.signal});
  const fault = lab.fault(['one', 'two'], () => {
    end.abort();
    return Promise.resolve();
  });
  const error = await refusal(t, plant({fault, seed: 1, cluster: 'east'}, lab.bench));
  t.is(error.code, 'INTERRUPTED');
  t.is(error.hint, 'eastwest mend');
  const again = {...lab.bench, signal: new AbortController().signal};
  t.deepEqual((await mend(again)).leftBehind, []);
  t.is(await lab.bench.kube('east').get(ref('one')), undefined);
});

test('what cannot be taken back stays noted, and the rest is taken back', async (t) => {
  let broken = true;
  const lab: ReturnType<typeof labWith> = labWith({
    kube: {
      west: {
        ready: () => Promise.resolve(true),
        remove: () => (broken ? Promise.reject(new Error('refused')) : Promise.resolve()),
        get: () => Promise.resolve(undefined),
      },
    },
  });
  const fault: Fault = {
    ...lab.fault(['one']),
    changes: () =>
      Promise.resolve([
        {undos: [{cluster: 'west', remove: ref('a')}], run: () => Promise.resolve()},
        {undos: [{cluster: 'east', remove: ref('b')}], run: () => lab.bench.kube('east').apply([ref('b')])},
      ]),
  };
  await plant({fault, seed: 1, cluster: 'east'}, lab.bench);
  const {leftBehind, done} = await mend(lab.bench);
  t.deepEqual(leftBehind, ['remove ConfigMap default/a from west: refused']);
  t.deepEqual(done, ['remove ConfigMap default/b from east']);
  t.deepEqual((await readPlanted(lab.bench))?.undos, [{cluster: 'west', remove: ref('a')}]);
  broken = false;
  t.deepEqual((await mend(lab.bench)).leftBehind, []);
  t.is(await readPlanted(lab.bench), undefined);
});

test('a second fault is refused, naming the first and the remedy', async (t) => {
  const lab = labWith();
  await plant({fault: lab.fault(['one']), seed: 1, cluster: 'east'}, lab.bench);
  const error = await refusal(t, plant({fault: lab.fault(['two']), seed: 1}, lab.bench));
  t.is(error.code, 'FAULT-PLANTED');
  t.is(error.message, 'the fault made-up is planted in east');
  t.is(error.hint, 'eastwest mend');
  t.is(error.exitCode, 2);
});

test('a quiz under way is named, its fault is not', async (t) => {
  const lab = labWith();
  await plant({fault: lab.fault(['one']), seed: 1, quiz: true}, lab.bench);
  const {message, hint = ''} = await refusal(t, refuseWhilePlanted(lab.bench));
  t.regex(message, /quiz is under way/);
  t.regex(hint, /eastwest mend/);
  t.notRegex(message + hint, /made-up|east\b/);
});

test('a lab that is not up is refused, saying what is not', async (t) => {
  const cases: readonly (readonly [(lab: FaultLab) => void, RegExp])[] = [
    [({containers}) => containers.delete('east-control-plane'), /there is no east-control-plane/],
    [
      ({containers}) => {
        const found = containers.get('east-control-plane');
        if (found !== undefined) containers.set(found.name, {...found, running: false});
      },
      /east-control-plane does not run/,
    ],
    [
      ({containers}) => {
        const found = containers.get('west-control-plane');
        if (found !== undefined) containers.set(found.name, {...found, paused: true});
      },
      /west-control-plane does not run/,
    ],
  ];
  for (const [spoil, message] of cases) {
    const lab = labWith();
    spoil(lab);
    const error = await refusal(t, plant({fault: lab.fault(['one']), seed: 1}, lab.bench));
    t.is(error.code, 'FAULT-LAB-NOT-UP');
    t.regex(error.message, message);
    t.is(error.hint, 'eastwest up');
    t.deepEqual(lab.diary, []);
  }
  const silent = labWith({kube: {east: {ready: () => Promise.reject(new Error('no answer'))}}});
  const error = await refusal(t, plant({fault: silent.fault(['one']), seed: 1}, silent.bench));
  t.regex(error.message, /API server of east is not ready: no answer/);
});

test('a lab that bears the changes of a scenario is refused', async (t) => {
  const lab = labWith();
  await note('ch12/failover', {cluster: 'west', remove: ref('thing')}, lab.bench);
  const error = await refusal(t, plant({fault: lab.fault(['one']), seed: 1}, lab.bench));
  t.is(error.code, 'FAULT-LAB-BUSY');
  t.regex(error.message, /ch12\/failover/);
});

test('the seed chooses the cluster, the same one the same; a cluster that was named is taken', (t) => {
  const {bench, fault: faultIn} = labWith();
  const fault = faultIn([]);
  const chosen = [...Array(40).keys()].map((seed) => clusterFor({fault, seed}, bench));
  t.deepEqual(
    [...Array(40).keys()].map((seed) => clusterFor({fault, seed}, bench)),
    chosen,
  );
  t.deepEqual([...new Set(chosen)].sort(), ['east', 'west']);
  for (const cluster of ['west', 'east']) t.is(clusterFor({fault, seed: 1, cluster}, bench), cluster);
  t.throws(() => clusterFor({fault, seed: 1, cluster: 'north'}, bench), {
    code: 'FAULT-NOT-THERE',
    message: /in north; expected west or east/,
  });
  t.throws(() => clusterFor({fault: {...fault, requires: 'kiali'}, seed: 1}, bench), {
    code: 'FAULT-NOT-HERE',
    message: /has no kiali/,
  });
});
