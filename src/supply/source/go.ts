import {join} from 'node:path';
import {EastwestError} from '../../base/errors.js';
import type {StepContext} from '../../engine/step.js';
import {GO} from './catalog.js';
import {recipeFolder, type GoBuild, type GoPart} from './go-part.js';
import {TIMEOUT_MS} from '../work.js';
import type {Work} from './layout.js';

/**
 * The environment of every `go`: what a person has set for their own work must not change ours. Go takes an
 * empty variable for one that is not set.
 */
export const GO_ENV: Readonly<Record<string, string>> = {
  GOTOOLCHAIN: GO.toolchain,
  CGO_ENABLED: '0',
  GO111MODULE: 'on',
  GOFLAGS: '',
  GOWORK: 'off',
  GOOS: '',
  GOARCH: '',
  // The compiler's garbage collection takes a tenth of its time at the default of 100.
  GOGC: '400',
};

/** Arguments of `go` that build the programs of `build` into `folder`. */
export function buildArguments(part: GoPart, build: GoBuild, folder: string): string[] {
  const {packages, output} = build;
  const to = output === undefined ? `${folder}/` : join(folder, output);
  return ['build', '-v', ...GO.flags, ...tagsOf(build), '-ldflags', part.ldflags, '-o', to, ...packages];
}

/** Arguments of `go` that load every package which `build` needs. */
export function listArguments(build: GoBuild): string[] {
  return ['list', '-mod=readonly', '-deps', ...tagsOf(build), '-f', '{{.ImportPath}}', ...build.packages];
}

function tagsOf({tags}: GoBuild): string[] {
  return tags === undefined ? [] : ['-tags', tags];
}

/** Runs `go` in the folder of a part's recipe. */
export function runGo(
  part: GoPart,
  args: readonly string[],
  {work, context, log, env = {}}: GoRun,
): Promise<{stdout: string}> {
  const {layout, drivers} = work;
  return drivers.processes.run('go', args, {
    cwd: join(layout.folders.images, recipeFolder(part)),
    env: {...GO_ENV, ...env},
    signal: context.signal,
    timeoutMs: TIMEOUT_MS.compile,
    ...(log === undefined ? {} : {logFile: log}),
  });
}

export interface GoRun {
  readonly work: Work;
  readonly context: StepContext;
  readonly log?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Copies what a part keeps of its module's files. Go's module cache is read-only; the copies are not. */
export async function keepFiles(part: GoPart, folder: string, run: GoRun): Promise<void> {
  if (part.keeps.length === 0) return;
  const {stdout} = await runGo(part, ['mod', 'download', '-json', part.module], run);
  const {Dir: source} = JSON.parse(stdout) as {Dir?: string};
  if (source === undefined) {
    throw new EastwestError(`go does not say where ${part.module} lies`, {code: 'SUPPLY-NO-MODULE'});
  }
  const {work, context} = run;
  for (const {from, to} of part.keeps) {
    const args = ['--recursive', '--no-preserve=mode', join(source, from), join(folder, to)];
    await work.drivers.processes.run('cp', args, {signal: context.signal, timeoutMs: TIMEOUT_MS.short});
  }
}
