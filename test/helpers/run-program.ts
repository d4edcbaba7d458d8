import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {text} from 'node:stream/consumers';
import {projectFile} from './project.js';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

/** Runs the built program in a folder, with a cache of its own there, to its end. */
export async function runIn(folder: string, ...args: readonly string[]): Promise<Ended> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [projectFile('build/src/main.js'), ...args], {
    cwd: folder,
    env: {...process.env, XDG_CACHE_HOME: `${folder}/cache`},
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return {code: child.exitCode, stdout, stderr, tookMs: performance.now() - startMs};
}
