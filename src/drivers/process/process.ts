/**
 * Variable of the environment of all that is started for a lab: the names that were held then, with commas between. A
 * program that was killed leaves what it had started at work (kind, istioctl, a build); by this it is found again.
 */
export const HELD_VARIABLE = 'EASTWEST_HELD';

/** How one child process is to be run. */
export interface RunOptions {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /** File that it reads its input from, in place of `input`. */
  readonly inputFile?: string;
  /** File that gets stdout and stderr as they come. */
  readonly logFile?: string;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts programs, without a shell, each in a process group of its own that ends with it. */
export interface Processes {
  /** Rejects with a PROCESS-… error (argv, exit code, last lines of its output) unless it exits with 0. */
  run(file: string, args: readonly string[], options: RunOptions): Promise<RunResult>;
  /** Starts a service that outlives us: own session, no inherited output, its log in `logFile`. Returns its pid. */
  startDetached(file: string, args: readonly string[], logFile: string): Promise<number>;
  /** Full path of a program on PATH, or undefined. */
  which(program: string): Promise<string | undefined>;
}
