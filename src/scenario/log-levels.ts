import {EastwestError} from '../base/errors.js';
import type {Kube, KubeRef} from '../drivers/kube/kube.js';
import type {Bench} from './bench.js';
import {DEADLINES} from './deadlines.js';
import {readyPodsOf} from './pods.js';

/** What Envoy calls its loggers' levels. */
export const LOG_LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'] as const;

/** Where Istio's agent stands, through which Envoy's admin interface is asked. */
const PROXY = 'istio-proxy';

/** The words that ask a proxy for its loggers, or give one of them another level. */
export function loggingCommand(levels: Readonly<Record<string, string>> = {}): readonly string[] {
  const query = new URLSearchParams(levels).toString();
  return ['pilot-agent', 'request', 'POST', query === '' ? 'logging' : `logging?${query}`];
}

/** The level of a logger in the proxy of each pod of a Deployment, by the pod's name. */
export async function logLevels(
  kube: Kube,
  ref: KubeRef,
  logger: string,
  bench: Bench,
): Promise<ReadonlyMap<string, string>> {
  return askAll(kube, ref, loggingCommand(), logger, bench);
}

/** Gives a logger another level in the proxy of each pod that there is; a new pod begins with its own. */
export async function setLogLevel(
  kube: Kube,
  ref: KubeRef,
  {logger, level}: {readonly logger: string; readonly level: string},
  bench: Bench,
): Promise<void> {
  const after = await askAll(kube, ref, loggingCommand({[logger]: level}), logger, bench);
  for (const [pod, found] of after) if (found !== level) throw refused(pod, logger, `still at ${found}`);
}

async function askAll(
  kube: Kube,
  ref: KubeRef,
  command: readonly string[],
  logger: string,
  {signal}: Bench,
): Promise<ReadonlyMap<string, string>> {
  const {name, namespace = ''} = ref.metadata;
  const found = new Map<string, string>();
  for (const pod of await readyPodsOf(kube, namespace, name)) {
    const at = {pod: pod.metadata.name, container: PROXY, namespace, signal, timeoutMs: DEADLINES.execMs};
    const {exitCode, stdout, stderr} = await kube.exec(command, at);
    if (exitCode !== 0) throw refused(at.pod, logger, `${stdout}${stderr}`.trim());
    const level = levelIn(stdout, logger);
    if (level === undefined) throw refused(at.pod, logger, 'Envoy has no such logger');
    found.set(at.pod, level);
  }
  return found;
}

/** Envoy lists its loggers as `  filter: debug`, after each change as well. */
function levelIn(listed: string, logger: string): string | undefined {
  const lines = listed.split('\n').map((line) => line.trim());
  return lines.find((line) => line.startsWith(`${logger}: `))?.slice(logger.length + 2);
}

function refused(pod: string, logger: string, why: string): EastwestError {
  return new EastwestError(`log level of ${logger} in ${pod}: ${why}`, {code: 'LOG-LEVEL'});
}
