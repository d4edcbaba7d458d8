import {existsSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import test, {type ExecutionContext} from 'ava';
import {HopelessError} from '../../../src/base/wait-for.js';
import type {Docker, ExecResult} from '../../../src/drivers/docker/docker.js';
import type {Processes} from '../../../src/drivers/process/process.js';
import type {Step} from '../../../src/engine/step.js';
import {intoNodesSteps} from '../../../src/supply/into-nodes.js';
import {untouchable} from '../../fakes/drivers.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const CTR = 'ctr --namespace k8s.io images';
const PILOT = 'docker.io/istio/pilot:1.18.2';
const PROXY = 'docker.io/istio/proxyv2:1.18.2';

interface World {
  /** What containerd of each node lists. */
  readonly nodes: Readonly<Record<string, Set<string>>>;
  /** What was run, in order. */
  readonly log: string[];
  step(cluster: string): Step;
}

/** Nodes and an engine that understand what is asked of them here, and nothing else. */
async function world(
  t: ExecutionContext,
  has: Readonly<Record<string, readonly string[]>> = {},
  engine: readonly string[] = ['example/pilot:2', 'example/proxyv2:2'],
): Promise<World> {
  const cache = await tempFolder(t);
  const plan = chapterPlan({...SUPPLIED, folders: {...SUPPLIED.folders, cache}});
  const nodes = Object.fromEntries(plan.clusters.map(({name, node}) => [node, new Set(has[name] ?? [])]));
  const log: string[] = [];
  const answer = (stdout = '', exitCode = 0): Promise<ExecResult> =>
    Promise.resolve({exitCode, stdout, stderr: exitCode === 0 ? '' : stdout});
  const docker = untouchable<Docker>('docker', {
    image: (reference) =>
      Promise.resolve(
        engine.includes(reference) ? {id: reference, tags: [], labels: {}, sizeBytes: 1} : undefined,
      ),
    exec: (node, command) => {
      const images = nodes[node];
      const words = command.join(' ');
      if (images === undefined) return answer(`no container ${node}`, 1);
      if (words === `${CTR} list --quiet`) return answer([...images].join('\n'));
      log.push(`${node}: ${words}`);
      const [, , , , verb, ...names] = command;
      const [from = '', to = ''] = names.filter((name) => name !== '--force');
      if (!images.has(from)) return answer(`ctr: image "${from}": not found`, 1);
      if (verb === 'tag') images.add(to);
      else images.delete(from);
      return answer();
    },
  });
  let archive: readonly string[] = [];
  const processes = untouchable<Processes>('processes', {
    run: async (file, args, {inputFile}) => {
      log.push([file, ...args].join(' ').replace(/--output \S+/, '--output FILE'));
      if (args[0] === 'save') {
        archive = args.slice(3);
        await writeFile(args[2] ?? '', 'archive');
      } else {
        if (inputFile === undefined || !existsSync(inputFile)) throw new Error('nothing to import');
        // As containerd calls what an archive of the engine names.
        for (const image of archive) nodes[args[2] ?? '']?.add(`docker.io/${image}`);
      }
      return {stdout: '', stderr: ''};
    },
  });
  const steps = intoNodesSteps(plan, '1.18.2', {docker, processes});
  const step = (cluster: string): Step => {
    const found = steps.find(({id}) => id === `upgrade.${cluster}.images`);
    if (found === undefined) throw new Error(`no step for ${cluster}`);
    return found;
  };
  return {nodes, log, step};
}

const context = {signal: new AbortController().signal, say: () => undefined};

test('the images come into a node under the names that Istio asks for, and under no others', async (t) => {
  const {nodes, log, step} = await world(t);
  t.deepEqual(await step('west').done(context), {done: false, seen: `no ${PILOT}, ${PROXY}`});
  await step('west').run(context);
  t.deepEqual([...(nodes['west-control-plane'] ?? [])].sort(), [PILOT, PROXY]);
  t.deepEqual(await step('west').done(context), {done: true, seen: `${PILOT}, ${PROXY}`});
  t.deepEqual(log.slice(0, 2), [
    'docker save --output FILE example/pilot:2 example/proxyv2:2',
    `docker exec --interactive west-control-plane ${CTR} import --snapshotter overlayfs -`,
  ]);
  t.false((await step('east').done(context)).done, 'the other node got nothing of it');
});

test('only what is missing is brought', async (t) => {
  const {nodes, log, step} = await world(t, {west: [PILOT, 'docker.io/istio/proxyv2:1.17.5']});
  t.deepEqual(await step('west').done(context), {done: false, seen: `no ${PROXY}`});
  await step('west').run(context);
  t.is(log[0], 'docker save --output FILE example/proxyv2:2');
  t.deepEqual(
    [...(nodes['west-control-plane'] ?? [])].sort(),
    [PILOT, 'docker.io/istio/proxyv2:1.17.5', PROXY].sort(),
  );
});

test('another version, or a name that only begins so, is not taken for it', async (t) => {
  const near = ['docker.io/istio/pilot:1.18.20', `${PROXY}@sha256:feed`];
  const {step} = await world(t, {west: near, east: [PILOT, PROXY]});
  t.false((await step('west').done(context)).done);
  t.true((await step('east').done(context)).done);
});

test('what the engine does not have is said before anything is saved', async (t) => {
  const {log, step} = await world(t, {}, ['example/pilot:2']);
  const error = await t.throwsAsync<HopelessError>(step('west').run(context), {instanceOf: HopelessError});
  t.regex(error.message, /no example\/proxyv2:2, which is to be docker\.io\/istio\/proxyv2:1\.18\.2/);
  t.is(error.code, 'SUPPLY-NOT-BUILT');
  t.deepEqual(log, []);
});

test('what containerd says is told', async (t) => {
  const plan = chapterPlan();
  const docker = untouchable<Docker>('docker', {
    exec: () => Promise.resolve({exitCode: 1, stdout: '', stderr: 'ctr: connection refused\n'}),
  });
  const [broken] = intoNodesSteps(plan, '1.18.2', {docker, processes: untouchable('processes')});
  await t.throwsAsync(async () => broken?.done(context), {
    message: 'ctr in west-control-plane: ctr: connection refused',
  });
});

test('there is one for each cluster; a version that the supply does not have is a mistake of the caller', (t) => {
  const drivers = {docker: untouchable<Docker>('docker'), processes: untouchable<Processes>('processes')};
  const ids = intoNodesSteps(chapterPlan(), '1.17.5', drivers).map(({id}) => id);
  t.deepEqual(ids, ['upgrade.west.images', 'upgrade.east.images']);
  t.throws(() => intoNodesSteps(chapterPlan(), '1.19.0', drivers), {instanceOf: RangeError});
});
