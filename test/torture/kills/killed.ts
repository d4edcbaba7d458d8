import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {projectFile, PROJECT} from '../../helpers/project.js';

export interface Kill {
  /** When: so many milliseconds after the beginning, or as soon as its progress says this. */
  readonly at: number | RegExp;
}

export interface Killed {
  /** False where it was through before. */
  readonly killed: boolean;
  readonly tookMs: number;
  readonly stderr: string;
}

/**
 * Runs the program and ends it, and it alone, with SIGKILL: what it has started lives on, as it does where a person or
 * the kernel kills it.
 */
export async function killed({at}: Kill, ...args: readonly string[]): Promise<Killed> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [projectFile('build/src/main.js'), ...args], {
    cwd: PROJECT,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said: string[] = [];
  const kill = (): void => void child.kill('SIGKILL');
  child.stderr.on('data', (chunk: Buffer) => {
    said.push(chunk.toString());
    if (at instanceof RegExp && at.test(said.join(''))) kill();
  });
  const alarm = typeof at === 'number' ? setTimeout(kill, at) : undefined;
  // Not its streams' end: what it has started may hold them open.
  await once(child, 'exit');
  clearTimeout(alarm);
  child.stderr.destroy();
  return {
    killed: child.signalCode === 'SIGKILL',
    tookMs: performance.now() - startMs,
    stderr: said.join(''),
  };
}
