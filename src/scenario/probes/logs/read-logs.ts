import {z} from 'zod';
import {deploymentKeys} from '../../actions/target.js';
import type {Plan} from '../../../plan/plan.js';
import type {Bench} from '../../bench.js';
import {shellLine} from '../../commands.js';
import {deploymentOf, deploymentRef} from '../../deployment.js';
import type {LogLine} from '../../measured.js';

const name = z.string().min(1);

/** Keys that name a container of a Deployment's pods; its proxy, unless another is named. */
export const logKeys = {
  ...deploymentKeys,
  container: name.optional().describe('Its proxy, unless another is named.'),
};

export interface LogPlace {
  readonly cluster: string;
  readonly deployment: string;
  readonly namespace?: string | undefined;
  readonly container?: string | undefined;
}

const PROXY = 'istio-proxy';

/** What all pods of the Deployment wrote from a moment on, in milliseconds since 1970, in the order of time. */
export async function readLogs(place: LogPlace, fromMs: number, bench: Bench): Promise<readonly LogLine[]> {
  const {cluster, deployment, namespace = bench.plan.namespace, container = PROXY} = place;
  const kube = bench.kube(cluster);
  const {spec} = await deploymentOf(kube, deploymentRef(deployment, namespace));
  const pods = await kube.list('v1', 'Pod', {namespace, labels: spec.selector?.matchLabels ?? {}});
  const logs = await Promise.all(
    pods.map(({metadata}) => kube.logLines(namespace, metadata.name, container, fromMs)),
  );
  const of = `${cluster}/${deployment}/${container}`;
  return logs
    .flat()
    .map(({at, text}) => ({of, at, text}))
    .sort((a, b) => a.at - b.at);
}

/** What a person types for the log of a place, as far back as so many seconds. */
export function logCommand(place: LogPlace, seconds: number, plan: Plan): string {
  const {cluster, deployment, namespace = plan.namespace, container = PROXY} = place;
  return shellLine(
    `k${cluster}`,
    'logs',
    '-n',
    namespace,
    `deploy/${deployment}`,
    '-c',
    container,
    `--since=${seconds}s`,
  );
}
