/**
 * Process groups that we started and that have not ended. A child may leave grandchildren that hold its
 * output open, so a whole group is ended, not the child alone; and when this program exits early, the groups
 * end with it.
 */
const running = new Set<number>();

export function rememberGroup(pid: number): void {
  if (running.size === 0) process.on('exit', endAll);
  running.add(pid);
}

export function forgetGroup(pid: number): void {
  running.delete(pid);
  if (running.size === 0) process.off('exit', endAll);
}

/** Sends the signal to every process of the group; a group that is gone is no error. */
export function signalGroup(pid: number, name: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function endAll(): void {
  for (const pid of running) signalGroup(pid, 'SIGKILL');
}
