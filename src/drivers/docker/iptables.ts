import type {Docker, ExecResult} from './docker.js';

interface Call {
  readonly docker: Pick<Docker, 'exec'>;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** Calls iptables in a node; it waits for who else writes there. */
export function iptables(
  node: string,
  words: readonly string[],
  {docker, ...options}: Call,
): Promise<ExecResult> {
  return docker.exec(node, ['iptables', '-w', ...words], options);
}
