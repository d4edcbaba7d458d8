import type {Docker, ExecResult} from '../drivers/docker/docker.js';

const TIMEOUT_MS = 10_000;

/** Calls iptables in a node; it waits for who else writes there. */
export function iptables(
  node: string,
  words: readonly string[],
  {docker, signal}: {readonly docker: Pick<Docker, 'exec'>; readonly signal: AbortSignal},
): Promise<ExecResult> {
  return docker.exec(node, ['iptables', '-w', ...words], {signal, timeoutMs: TIMEOUT_MS});
}
