import {readFile, rm} from 'node:fs/promises';
import {writeWhole} from '../base/private-file.js';
import {messageOf, throwIfInterrupted} from '../base/errors.js';
import {HopelessError, waitFor, type Look} from '../base/wait-for.js';
import type {Drivers} from '../drivers/drivers.js';
import type {Step} from '../engine/step.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {standInForKubeProxy} from './before-kube-proxy.js';
import {remainsStepId} from './node.js';
import {mayBeUntold, untoldPods} from './untold.js';

const API_DEADLINE_MS = 180_000;

export function apiStepId({name}: ClusterPlan): string {
  return `clusters.${name}.api`;
}

/**
 * The kubeconfig, and an API server that answers with it, and not with what was before its node was started. It runs
 * beside the creation of the node, so that what needs no more than the API server begins before kind is through.
 */
export function apiStep(plan: Plan, cluster: ClusterPlan, drivers: Drivers): Step {
  const {kind, kubeFor, clock} = drivers;
  const {name, kubeconfig} = cluster;
  const header = `# Made by eastwest for the lab ${plan.lab}\n`;
  return {
    id: apiStepId(cluster),
    title: `API server of ${name}`,
    needs: [remainsStepId(cluster), 'clusters.started', 'supply.ready'],
    commands: [`kind get kubeconfig --name ${name} > ${name}-kubeconfig`],
    deadlineMs: API_DEADLINE_MS,
    done: async ({signal}) => {
      const text = await ownFile(kubeconfig, header);
      if (text === undefined) return {done: false, seen: 'no kubeconfig'};
      const answers = await kubeFor(kubeconfig)
        .ready(signal)
        .catch(() => false);
      return answers ? lookTold(cluster, drivers) : {done: false, seen: 'no answer yet'};
    },
    run: async ({signal, say}) => {
      // Only makes what starts again sooner up: a node that will not have it gets there as well.
      await standInForKubeProxy(plan, cluster, drivers, signal).catch((error: unknown) => {
        throwIfInterrupted(signal);
        say(messageOf(error));
      });
      let text = '';
      await waitFor(
        `the kubeconfig of ${name}`,
        async () => {
          text = await kind.kubeconfig(name, signal);
          return {done: true, seen: 'there'};
        },
        {deadlineMs: API_DEADLINE_MS, signal, clock, intervalsMs: [500]},
      );
      await writeWhole(kubeconfig, header + text, 0o600);
    },
    undo: async () => {
      await rm(`${kubeconfig}.new`, {force: true});
      if ((await ownFile(kubeconfig, header).catch(() => undefined)) !== undefined) await rm(kubeconfig);
    },
  };
}

/** After a start of the node: whether the API server has heard of all pods since. */
async function lookTold(
  {node, kubeconfig}: ClusterPlan,
  {docker, kubeFor, clock}: Pick<Drivers, 'docker' | 'kubeFor' | 'clock'>,
): Promise<Look> {
  const found = await docker.container(node);
  const nowMs = clock.date().getTime();
  // All pods of a cluster are a long list, and of a node that has run for a while they say nothing about this.
  if (found === undefined || !mayBeUntold(found, nowMs)) return {done: true, seen: 'answers'};
  const untold = untoldPods(await kubeFor(kubeconfig).list('v1', 'Pod'), found, nowMs);
  const seen =
    untold.length === 0 ? 'answers' : `not told of since the node was started: ${untold.join(', ')}`;
  return {done: untold.length === 0, seen};
}

/** The file's text; undefined where there is none. A file that we did not write is refused. */
async function ownFile(path: string, header: string): Promise<string | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (text.startsWith(header)) return text;
  throw new HopelessError(`${path} was not made by this lab; it is left as it is`, {
    code: 'KUBECONFIG-FOREIGN',
    hint: `move it away: mv ${path} ${path}.mine`,
  });
}
