import test from 'ava';
import type {HopParts, HopTraffic} from '../../../src/upgrade/index.js';
import {hopUnderWay} from '../../../src/upgrade/index.js';
import {lookSteps} from '../../../src/engine/look-steps.js';
import {meshSteps} from '../../../src/mesh/index.js';
import {asNoted, readNotes} from '../../../src/upgrade/note.js';
import {hopLab, type HopLab} from '../../fakes/hop-lab.js';
import {figures, goOn, hopTo, namesIn, noted, OTHERWISE, QUIET, runNew, SAME} from '../../helpers/hops.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const AT_TARGET = ['west 1.18.2, revision 1-18-2', 'east 1.18.2, revision 1-18-2'];

/** Steps of the mesh that `up` would find missing, of those that hang from the version. */
async function missing(lab: HopLab): Promise<readonly string[]> {
  const plan = asNoted(lab.plan, await readNotes(lab.plan, lab.drivers.docker));
  const steps = meshSteps(plan, lab.drivers).filter(({id}) =>
    /\.(control-plane|istiod|tag|stock-envoy|east-west|ingress-port)$/.test(id),
  );
  const looked = await lookSteps(
    steps.map((step) => ({...step, needs: []})),
    new AbortController().signal,
  );
  return looked.flatMap(({id, state, seen}) => (state === 'there' ? [] : [`${id}: ${seen}`]));
}

test('a canary hop goes through its phases, one cluster after the other, and leaves nothing of the former version', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const states: string[] = [];
  const parts = {...QUIET, takeState: async (name: string) => void states.push(name)};
  const {verdict, phases} = await runNew(hopTo('1.18.2', lab), lab, parts);
  t.deepEqual(phases, [
    ...['before', 'state before', 'west', 'mixed', 'state mixed', 'east', 'after', 'state after'],
  ]);
  t.deepEqual(states, ['before', 'mixed', 'after']);
  t.true(lab.clock.slept.includes(7000), 'the mesh stays mixed for as long as was asked');
  t.deepEqual([verdict.good, verdict.reasons, verdict.now], [true, [], 'at the target']);
  t.deepEqual(await noted(lab), AT_TARGET);
  t.is(await hopUnderWay(lab.plan, lab.drivers.docker), undefined);
  for (const cluster of ['west', 'east']) {
    const names = namesIn(lab, cluster);
    t.false(names.includes('Deployment istio-system/istiod'));
    t.true(names.includes('Deployment istio-system/istiod-1-18-2'));
    for (const gateway of ['istio-ingressgateway', 'istio-eastwestgateway'])
      t.true(names.includes(`Deployment istio-system/${gateway}`), gateway);
    t.false(names.some((name) => name.endsWith('installed-state-istio-controlplane')));
    t.true(names.includes('CustomResourceDefinition /crd-of-1.17.5'), 'what people have made hangs from it');
  }
  t.deepEqual(await missing(lab), [], 'for `up` there is nothing to do');
});

test("in each cluster: control plane, tag, workloads, east-west gateway, then the ingress gateway, and the other's only then", async (t) => {
  const lab = await hopLab(await tempFolder(t));
  await runNew(hopTo('1.18.2', lab), lab);
  const telling = lab.diary.filter(
    (line) => !/^(note|remove|apply EnvoyFilter|patch (Mutating|Validating))/.test(line),
  );
  const cluster = [
    'istioctl 1.18.2 install istio-controlplane 1-18-2',
    'istioctl 1.18.2 tag default 1-18-2',
    'apps',
    'istioctl 1.18.2 install istio-eastwestgateway 1-18-2',
    'istioctl 1.18.2 install istio-controlplane 1-18-2',
  ];
  const short = telling.map((line) => (/^patch Deployment/.test(line) ? 'apps' : line));
  const once = short.filter((line, place) => line !== 'apps' || line !== short[place - 1]);
  // By the istioctl of the version that goes, and only once both clusters were judged.
  const uninstall = 'istioctl 1.17.5 uninstall default';
  t.deepEqual(once, [...cluster, ...cluster, uninstall, uninstall]);
});

/** What becomes of one cluster's EnvoyFilter among its installations, each once. */
function shimsAmong(lab: HopLab): readonly string[] {
  const told = lab.diary.flatMap((line) => {
    if (/^(apply|remove) EnvoyFilter stock-envoy$/.test(line)) return [line.split(' ')[0] ?? ''];
    return line.includes(' install ') ? ['install'] : [];
  });
  return told.filter((word, place) => word !== told[place - 1]);
}

test('what stock Envoy needs of the target is there before anything of it, and goes after the last of what needs it', async (t) => {
  const up = await hopLab(await tempFolder(t), '1.16.5');
  await runNew(hopTo('1.17.5', up), up);
  t.deepEqual(shimsAmong(up), ['apply', 'install', 'apply', 'install'], '1.16 needs none, 1.17 does');
  const down = await hopLab(await tempFolder(t), '1.19.0');
  await runNew(hopTo('1.20.0', down), down);
  t.deepEqual(shimsAmong(down), ['install', 'remove', 'install', 'remove'], '1.20 needs none any more');
});

test('the default validator never points to an istiod that is gone', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const parts = {
    ...QUIET,
    takeState: async () => {
      for (const store of lab.stores.values()) {
        const [validator] = store
          .list('ValidatingWebhookConfiguration')
          .filter(({metadata}) => metadata.name === 'istiod-default-validator');
        const {service} =
          (validator?.['webhooks'] as {clientConfig: {service: {name: string}}}[])[0]?.clientConfig ?? {};
        t.true(store.list('Service').some(({metadata}) => metadata.name === service?.name));
      }
    },
  };
  await runNew(hopTo('1.18.2', lab, {rollback: true}), lab, parts);
  await parts.takeState();
});

test('with rollback it goes back, the last cluster first, and everything is as it was', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const before = namesIn(lab, 'west');
  const {verdict, phases} = await runNew(hopTo('1.18.2', lab, {rollback: true}), lab);
  t.deepEqual(phases.slice(-4), ['east back', 'west back', 'rolled-back', 'state rolled-back']);
  t.deepEqual([verdict.good, verdict.now], [true, 'back']);
  t.deepEqual(await noted(lab), ['west 1.17.5', 'east 1.17.5']);
  const added = namesIn(lab, 'west').filter((name) => !before.includes(name));
  t.deepEqual(added, ['CustomResourceDefinition /crd-of-1.18.2']);
  t.deepEqual(
    before.filter((name) => !namesIn(lab, 'west').includes(name)),
    [],
  );
  t.deepEqual(await missing(lab), []);
});

test('the published nodePort of the ingress gateway is there after every hop', async (t) => {
  for (const strategy of ['canary', 'in-place'] as const) {
    const lab = await hopLab(await tempFolder(t));
    await runNew(hopTo('1.18.2', lab, {strategy}), lab);
    const [service] =
      lab.stores
        .get('west')
        ?.list('Service')
        .filter(({metadata}) => metadata.name === 'istio-ingressgateway') ?? [];
    t.like((service?.['spec'] as {ports: object[]}).ports[0], {port: 80, nodePort: 30_000});
  }
});

test('in place the target installs over what is there, and what only the other version had is gone', async (t) => {
  const lab = await hopLab(await tempFolder(t), '1.18.2');
  t.true(namesIn(lab, 'west').includes('ClusterRole /istiod-istio-system'));
  const {verdict} = await runNew(hopTo('1.19.0', lab, {strategy: 'in-place'}), lab);
  t.true(verdict.good);
  t.deepEqual(await noted(lab), ['west 1.19.0', 'east 1.19.0']);
  t.false(lab.diary.some((line) => line.includes('uninstall')));
  t.false(
    namesIn(lab, 'west').includes('ClusterRole /istiod-istio-system'),
    'istioctl 1.19 leaves it, since it is labelled with 1.18.2',
  );
  t.deepEqual(await missing(lab), []);
});

test('in place and back again', async (t) => {
  const lab = await hopLab(await tempFolder(t), '1.18.2');
  const {verdict} = await runNew(hopTo('1.19.0', lab, {strategy: 'in-place', rollback: true}), lab);
  t.deepEqual([verdict.good, verdict.now], [true, 'back']);
  t.deepEqual(await noted(lab), ['west 1.18.2', 'east 1.18.2']);
  t.true(namesIn(lab, 'west').includes('ClusterRole /istiod-istio-system'));
  t.deepEqual(await missing(lab), []);
});

test('from 1.19 on the installation of the gateway does not take the tag away', async (t) => {
  const lab = await hopLab(await tempFolder(t), '1.19.0');
  await runNew(hopTo('1.20.0', lab), lab);
  for (const cluster of ['west', 'east'])
    t.true(namesIn(lab, cluster).includes('MutatingWebhookConfiguration /istio-revision-tag-default'));
  t.deepEqual(await missing(lab), []);
});

test('the next hop begins where the last one has ended', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  await runNew(hopTo('1.18.2', lab), lab);
  const from = {version: '1.18.2', revision: '1-18-2'};
  const {verdict} = await runNew(hopTo('1.19.0', lab, {from, order: ['east', 'west']}), lab);
  t.true(verdict.good);
  t.deepEqual(await noted(lab), ['west 1.19.0, revision 1-19-0', 'east 1.19.0, revision 1-19-0']);
  t.false(namesIn(lab, 'west').some((name) => name.includes('1-18-2')));
  t.deepEqual(await missing(lab), []);
});

test('a hop from a version to itself is a second control plane of the same version', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const {verdict} = await runNew(hopTo('1.17.5', lab), lab);
  t.true(verdict.good);
  t.deepEqual(await noted(lab), ['west 1.17.5, revision 1-17-5', 'east 1.17.5, revision 1-17-5']);
});

test('a bad verdict keeps the former control plane, until a person takes it as it is', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const {verdict} = await runNew(hopTo('1.18.2', lab), lab, OTHERWISE);
  t.false(verdict.good);
  t.deepEqual(verdict.reasons, [{code: 'UPGRADE-CHANGED', text: 'after: unknown: a listener is gone'}]);
  t.is((await hopUnderWay(lab.plan, lab.drivers.docker))?.stage, 'judged');
  t.true(namesIn(lab, 'west').includes('Deployment istio-system/istiod'));
  t.deepEqual(await missing(lab), [], 'all the same the mesh is where it is');
  const {verdict: taken} = await goOn(lab);
  t.true(taken.good);
  t.false(namesIn(lab, 'west').includes('Deployment istio-system/istiod'));
  t.is(await hopUnderWay(lab.plan, lab.drivers.docker), undefined);
});

test('one that was judged bad goes back when it is told to, and is judged by how it is there', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  await runNew(hopTo('1.18.2', lab), lab, OTHERWISE);
  const asked: (readonly string[])[] = [];
  const parts: HopParts = {
    ...QUIET,
    judge: (states) => {
      asked.push(states);
      return Promise.resolve({judgement: SAME});
    },
  };
  const {verdict} = await goOn(lab, 'back', parts);
  t.deepEqual([verdict.good, verdict.now], [true, 'back']);
  t.deepEqual(asked, [['rolled-back']]);
  t.deepEqual(await noted(lab), ['west 1.17.5', 'east 1.17.5']);
  t.deepEqual(await missing(lab), []);
});

test('a verdict is told before anything is taken away, with all that differs', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const {events} = await runNew(hopTo('1.18.2', lab), lab);
  const judgedAt = events.findIndex(({type}) => type === 'hopJudged');
  const removedAt = events.findIndex((event) => event.type === 'step' && event.id.endsWith('.removed'));
  t.true(judgedAt > 0 && judgedAt < removedAt);
  t.like(events[judgedAt], {verdict: {good: true}, differences: SAME});
  t.is(events.at(-1)?.type, 'hopEnded');
});

test('where nobody knows how it was before, nothing is said to be good', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const parts: HopParts = {...QUIET, judge: () => Promise.resolve({missing: 'there is no state before'})};
  const {verdict} = await runNew(hopTo('1.18.2', lab), lab, parts);
  t.deepEqual(verdict.reasons, [{code: 'UPGRADE-UNMEASURED', text: 'there is no state before'}]);
});

/** Calls that are told to the diary. */
function calling(diary: string[], more: Partial<HopTraffic> = {}): HopTraffic {
  const begun: string[] = [];
  return {
    start: async (phase, resume) => {
      begun.push(phase);
      diary.push(`start ${phase}${resume ? ' again' : ''}`);
    },
    begin: async (phase) => {
      begun.push(phase);
      diary.push(phase);
    },
    stop: async () => {
      diary.push('stop');
      return figures(begun);
    },
    abandon: async () => void diary.push('abandon'),
    clear: async () => void diary.push('clear'),
    ...more,
  };
}

test('calls go on in every phase, and nothing is left of what they needed', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const diary: string[] = [];
  const {verdict, phases} = await runNew(hopTo('1.18.2', lab), lab, {...QUIET, traffic: calling(diary)});
  t.deepEqual(diary, ['start before', ...phases.slice(1), 'stop', 'clear']);
  t.true(verdict.good);
  t.deepEqual(verdict.figures?.phases, phases);
});

test('calls that fail in a phase that is not for packs are a regression', async (t) => {
  const bad = async (failing: string): Promise<readonly object[]> => {
    const lab = await hopLab(await tempFolder(t));
    const stop = () => {
      const all = figures(['before', 'state before', 'west', 'after']);
      const [flow] = all.flows;
      const lost = {...flow?.phases[failing], failed: 3, kinds: {TIMEOUT: 3}};
      const flows = [{...flow, phases: {...flow?.phases, [failing]: lost}}] as unknown as typeof all.flows;
      return Promise.resolve({...all, flows});
    };
    const parts = {...QUIET, traffic: calling([], {stop})};
    return (await runNew(hopTo('1.18.2', lab), lab, parts)).verdict.reasons;
  };
  t.deepEqual(await bad('state before'), []);
  t.deepEqual(await bad('west'), [
    {code: 'UPGRADE-CALLS', text: '3 of 3000 calls failed, more than 0: 3 x TIMEOUT; 3 in west'},
  ]);
});

const REFUSED: Partial<HopTraffic> = {start: () => Promise.reject(new Error('no call is answered'))};

test('a new hop does not move what nobody can call', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const diary: string[] = [];
  const parts = {...QUIET, traffic: calling(diary, REFUSED)};
  await t.throwsAsync(runNew(hopTo('1.18.2', lab), lab, parts), {message: 'no call is answered'});
  t.deepEqual(diary, ['abandon']);
  t.false(lab.diary.some((line) => line.startsWith('istioctl')));
  await t.throwsAsync(goOn(lab, undefined, parts), {message: 'no call is answered'});
  const {verdict} = await goOn(lab, 'back', parts);
  t.is(verdict.now, 'back', 'but a person who wants it over gets it over');
});

test('one that has begun to move goes on without calls, which is no good sign', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const diary: string[] = [];
  const taken: string[] = [];
  const takeState = async (name: string): Promise<void> => {
    taken.push(name);
    if (name === 'mixed' && taken.length === 2) throw new Error('the packs failed');
  };
  await t.throwsAsync(runNew(hopTo('1.18.2', lab), lab, {...QUIET, takeState, traffic: calling(diary)}));
  t.is(diary.at(-1), 'abandon', 'nobody goes on calling');
  const parts = {...QUIET, takeState, traffic: calling([], REFUSED)};
  const {verdict, phases} = await goOn(lab, undefined, parts);
  t.deepEqual(verdict.reasons, [
    {code: 'UPGRADE-UNMEASURED', text: 'nobody could call: no call is answered'},
  ]);
  t.deepEqual(phases, ['resumed', 'west', 'mixed', 'state mixed', 'east', 'after', 'state after']);
  t.deepEqual(taken, ['before', 'mixed', 'mixed', 'after']);
  t.deepEqual(await noted(lab), AT_TARGET);
});

test('what the checks find broken afterwards makes it bad', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const parts: HopParts = {...QUIET, ailments: () => Promise.resolve(['explain: a gateway has no address'])};
  const {verdict} = await runNew(hopTo('1.18.2', lab), lab, parts);
  t.deepEqual(verdict.reasons, [
    {code: 'UPGRADE-BROKEN', text: 'UPGRADE-LAB-UNHEALTHY: explain: a gateway has no address'},
  ]);
});

test('of a lab with one cluster nothing is mixed', async (t) => {
  const lab = await hopLab(await tempFolder(t));
  const [west] = lab.plan.clusters;
  const one = {...lab, plan: {...lab.plan, clusters: west === undefined ? [] : [west]}};
  const {phases} = await runNew(hopTo('1.18.2', lab, {order: ['west']}), one);
  t.deepEqual(phases, ['before', 'state before', 'west', 'after', 'state after']);
});
