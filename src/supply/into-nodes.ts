import {join} from 'node:path';
import {EastwestError} from '../base/errors.js';
import {HopelessError} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Step, StepContext} from '../engine/step.js';
import type {ClusterPlan, Plan, SuppliedIstio} from '../plan/plan.js';
import {istioReferences} from './istio-images.js';
import {withScratch} from './products.js';
import {TIMEOUT_MS} from './work.js';

type NodeDrivers = Pick<Drivers, 'docker' | 'processes'>;

/** containerd's client, in the namespace that the kubelet uses. */
const CTR = ['ctr', '--namespace', 'k8s.io', 'images'] as const;

/** Id of the step that brings a version's images into a cluster's node. */
export function intoNodeStepId({name}: Pick<ClusterPlan, 'name'>): string {
  return `upgrade.${name}.images`;
}

/**
 * Brings istiod and the proxy of a version into the containerd of every node, by the names that Istio's manifests ask
 * for, so that a lab which pulls nothing can run them. The version must be one of the plan's supply.
 */
export function intoNodesSteps(
  plan: Pick<Plan, 'clusters' | 'supplied'>,
  version: string,
  drivers: NodeDrivers,
): Step[] {
  const istio = plan.supplied.istio[version];
  if (istio === undefined) throw new RangeError(`the supply has no Istio ${version}`);
  return plan.clusters.map((cluster) => intoNodeStep(cluster, istio, plan.supplied.folders.cache, drivers));
}

function intoNodeStep(
  cluster: ClusterPlan,
  {version, images}: SuppliedIstio,
  cache: string,
  drivers: NodeDrivers,
): Step {
  const {name, node} = cluster;
  const wanted = istioReferences(version);
  const pairs = [
    {image: images.pilot, reference: wanted.pilot},
    {image: images.proxyv2, reference: wanted.proxyv2},
  ];
  const ctr = async (words: readonly string[], signal: AbortSignal): Promise<string> => {
    const {exitCode, stdout, stderr} = await drivers.docker.exec(node, [...CTR, ...words], {
      signal,
      timeoutMs: TIMEOUT_MS.short,
    });
    if (exitCode === 0) return stdout;
    throw new EastwestError(`ctr in ${node}: ${stderr.trim()}`, {code: 'SUPPLY-NODE-IMAGES'});
  };
  const missing = async (signal: AbortSignal): Promise<typeof pairs> => {
    const listed = (await ctr(['list', '--quiet'], signal)).split('\n').map((line) => line.trim());
    return pairs.filter(({reference}) => !listed.includes(reference));
  };
  return {
    id: intoNodeStepId(cluster),
    title: `Images of Istio ${version} in ${name}`,
    needs: [],
    commands: [
      `docker save ${images.pilot} ${images.proxyv2} | docker exec -i ${node} ${CTR.join(' ')} import -`,
      ...pairs.map(
        ({image, reference}) =>
          `docker exec ${node} ${CTR.join(' ')} tag --force docker.io/${image} ${reference}`,
      ),
    ],
    deadlineMs: 10_000,
    done: async ({signal}) => {
      const left = await missing(signal);
      const seen = left.length === 0 ? pairs : left;
      return {
        done: left.length === 0,
        seen: `${left.length === 0 ? '' : 'no '}${seen.map(({reference}) => reference).join(', ')}`,
      };
    },
    run: async (context) => {
      const left = await missing(context.signal);
      await refuseGone(left, drivers);
      await withScratch(join(cache, 'work', `images-${name}-${version}`), async (folder) =>
        bring(left, join(folder, 'images.tar'), node, {drivers, context}),
      );
      // Under the name that it is asked for by only once it is there whole; the engine's own name is of no use here.
      for (const {image, reference} of left) {
        await ctr(['tag', '--force', `docker.io/${image}`, reference], context.signal);
        await ctr(['remove', `docker.io/${image}`], context.signal);
      }
    },
  };
}

async function refuseGone(
  images: readonly {readonly image: string; readonly reference: string}[],
  {docker}: NodeDrivers,
): Promise<void> {
  for (const {image, reference} of images) {
    if ((await docker.image(image)) !== undefined) continue;
    throw new HopelessError(`the engine has no ${image}, which is to be ${reference} in the nodes`, {
      code: 'SUPPLY-NOT-BUILT',
      hint: 'eastwest supply build --istio VERSION, or, where it is what the lab is made of, eastwest down and eastwest up',
    });
  }
}

/** By a file in between: of one that is saved only in part, a program at the other end of a pipe would take that part. */
async function bring(
  images: readonly {readonly image: string}[],
  archive: string,
  node: string,
  {drivers: {processes}, context: {signal, say}}: {drivers: NodeDrivers; context: StepContext},
): Promise<void> {
  const options = {signal, timeoutMs: TIMEOUT_MS.image};
  say('saving');
  await processes.run('docker', ['save', '--output', archive, ...images.map(({image}) => image)], options);
  say('importing');
  const into = ['exec', '--interactive', node, ...CTR, 'import', '--snapshotter', 'overlayfs', '-'];
  await processes.run('docker', into, {...options, inputFile: archive});
}
