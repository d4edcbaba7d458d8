import {join} from 'node:path';
import type {StepContext} from '../engine/step.js';
import {runDocker} from './run-docker.js';
import {SUPPLY_LABEL, type SupplyWork} from './work.js';

export interface DockerBuild {
  readonly image: string;
  /** Below `images/`. */
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
  /** Folder that COPY and ADD read from. */
  readonly folder: string;
  /** Value of the supply's label: what the image is. */
  readonly label: string;
}

export function dockerBuildArguments(build: DockerBuild, imagesFolder: string): string[] {
  const {image, dockerfile, args, folder, label} = build;
  const settings = Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
  return [
    ...['build', '--network', 'host', '--tag', image, '--label', `${SUPPLY_LABEL}=${label}`],
    ...[...settings, '--file', join(imagesFolder, dockerfile), folder],
  ];
}

/** Builds an image by the engine's own builder, which takes a FROM that only this engine has. */
export async function dockerBuild(
  build: DockerBuild,
  log: string,
  work: SupplyWork,
  context: StepContext,
): Promise<void> {
  const args = dockerBuildArguments(build, work.layout.folders.images);
  await runDocker(args, log, {work, context, env: {DOCKER_BUILDKIT: '0'}});
}

/** The same, as a person would type it, with the folder's content named. */
export function dockerBuildCommand(build: DockerBuild): string {
  const words = dockerBuildArguments(build, 'images').map((word) =>
    word.includes(' ') ? `'${word}'` : word,
  );
  return `DOCKER_BUILDKIT=0 docker ${words.join(' ')}`;
}
