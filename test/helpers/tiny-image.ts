import {copyFile} from 'node:fs/promises';
import {join} from 'node:path';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import {projectFile} from './project.js';

/** Builds an image of one small static program, from the fixture `tiny-image`; needs Go and the docker client. */
export async function buildTinyImage(reference: string, folder: string): Promise<void> {
  const options = {signal: new AbortController().signal, timeoutMs: 100_000};
  const fixture = (name: string): string => projectFile(`test/fixtures/tiny-image/${name}`);
  await systemProcesses.run('go', ['build', '-o', join(folder, 'tiny'), fixture('main.go')], {
    ...options,
    env: {CGO_ENABLED: '0', GOTOOLCHAIN: 'local'},
  });
  await copyFile(fixture('Dockerfile'), join(folder, 'Dockerfile'));
  await systemProcesses.run('docker', ['build', '--quiet', '--tag', reference, folder], {
    ...options,
    env: {DOCKER_BUILDKIT: '0'},
  });
}
