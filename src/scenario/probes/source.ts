import {z} from 'zod';
import type {ExecResult} from '../../drivers/docker/docker.js';
import type {Plan} from '../../plan/plan.js';
import type {Bench} from '../bench.js';
import {deploymentKeys} from '../actions/target.js';
import {readyPodOf} from '../pods.js';
import {strict} from '../strict.js';

const name = z.string().min(1);

/** Where a command runs: the lab's client container by its name, or a container of a Deployment's pod. */
export const source = z
  .union([
    name,
    strict({
      ...deploymentKeys,
      container: name.optional().describe("The Deployment's first one, unless it is named."),
    }),
  ])
  .describe(
    "Where it runs: the lab's client container by its name, outside the clusters, or a container of a Deployment's pod.",
  );

export type Source = z.infer<typeof source>;

export function sourceText(from: Source): string {
  return typeof from === 'string' ? from : `${from.cluster}/${from.deployment}`;
}

/** The words before a command that runs there. */
export function sourceWords(from: Source, plan: Plan): readonly string[] {
  if (typeof from === 'string') return ['docker', 'exec', from];
  const {cluster, deployment, namespace = plan.namespace, container} = from;
  const named = container === undefined ? [] : ['-c', container];
  return [`k${cluster}`, 'exec', '-n', namespace, `deploy/${deployment}`, ...named, '--'];
}

/** Runs a command there, without a shell. */
export async function runAt(
  from: Source,
  command: readonly string[],
  timeoutMs: number,
  {plan, docker, kube, signal}: Bench,
): Promise<ExecResult> {
  if (typeof from === 'string') return docker.exec(from, command, {signal, timeoutMs});
  const namespace = from.namespace ?? plan.namespace;
  const cluster = kube(from.cluster);
  const at = await readyPodOf(cluster, namespace, from.deployment, from.container);
  return cluster.exec(command, {...at, namespace, signal, timeoutMs});
}
