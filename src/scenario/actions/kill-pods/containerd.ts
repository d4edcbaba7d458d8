import {EastwestError, messageOf, throwIfInterrupted} from '../../../base/errors.js';
import {waitFor, type Look} from '../../../base/wait-for.js';
import {shellLine} from '../../commands.js';
import {DEADLINES} from '../../deadlines.js';
import type {Bench} from '../../bench.js';

/**
 * Kills every process of pods in the node by containerd and prints their containers; $1 chooses them. To delete a pod,
 * even by force, would let its processes end in order. What has ended by itself, as init containers have, cannot be
 * killed: so it is not this that says whether something was.
 */
const KILL =
  'found=$(ctr -n k8s.io containers ls -q "$1") && [ -n "$found" ] || exit 1; for id in $found; do ctr -n k8s.io tasks kill -a -s SIGKILL "$id"; done; echo "$found"';
const TASKS = ['ctr', '-n', 'k8s.io', 'tasks', 'ls'];

function chosen(namespace: string, pattern: string): string {
  return `labels."io.kubernetes.pod.namespace"==${namespace},labels."io.kubernetes.pod.name"~=${pattern}`;
}

/** What a person types; the second line is to show none of the containers as RUNNING. */
export function killCommands(node: string, namespace: string, pattern: string): readonly string[] {
  return [
    shellLine('docker', 'exec', node, 'sh', '-c', KILL, 'sh', chosen(namespace, pattern)),
    shellLine('docker', 'exec', node, ...TASKS),
  ];
}

/**
 * Kills every process of a pod, and waits until containerd has none of them any more.
 *
 * @throws POD-NOT-KILLED
 */
export async function killPod(node: string, namespace: string, pod: string, bench: Bench): Promise<void> {
  const {docker, signal, clock} = bench;
  const limits = {signal, timeoutMs: DEADLINES.execMs};
  const kill = ['sh', '-c', KILL, 'sh', chosen(namespace, `^${pod}$`)];
  const {exitCode, stdout, stderr} = await docker.exec(node, kill, limits);
  const containers = stdout.split('\n').filter((id) => id !== '');
  if (exitCode !== 0 || containers.length === 0)
    throw notKilled(pod, stderr.trim() || `containerd of ${node} has no container of it`);
  const look = async (): Promise<Look> => {
    const tasks = await docker.exec(node, TASKS, limits);
    if (tasks.exitCode !== 0) return {done: false, seen: `tasks ls: ${tasks.stderr.trim()}`};
    const left = livingIn(tasks.stdout).filter((id) => containers.includes(id));
    return {done: left.length === 0, seen: `${left.length} of ${containers.length} containers still run`};
  };
  const wait = {deadlineMs: DEADLINES.killMs, signal, clock};
  await waitFor(`the processes of ${pod} to be gone`, look, wait).catch((error: unknown) => {
    throwIfInterrupted(signal);
    throw notKilled(pod, [messageOf(error), stderr.trim()].filter((text) => text !== '').join('; '));
  });
}

/** The containers that have a process, in a table of `TASK PID STATUS`. Pure. */
export function livingIn(tasks: string): readonly string[] {
  const rows = tasks.split('\n').map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([id = '', pid = '', status]) =>
    /^\d+$/.test(pid) && status !== 'STOPPED' ? [id] : [],
  );
}

function notKilled(pod: string, why: string): EastwestError {
  return new EastwestError(`${pod} was not killed: ${why}`, {code: 'POD-NOT-KILLED'});
}
