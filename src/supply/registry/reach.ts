import type {Downloads} from '../../drivers/download/download.js';
import type {Mirrors} from '../../plan/plan.js';
import {repositoryFor} from './mirrors.js';

const LONGEST_MS = 2000;
/** The server behind Docker's own registry's name. */
const SERVERS: Readonly<Record<string, string>> = {'docker.io': 'registry-1.docker.io'};

/** Whether the registry of Istio's images, or its mirror, answers at all, within two seconds. */
export async function registryAnswers(
  mirrors: Mirrors,
  downloads: Pick<Downloads, 'answers'>,
): Promise<boolean> {
  const [registry = ''] = repositoryFor('docker.io/istio/pilot', mirrors).split('/', 1);
  const host = SERVERS[registry] ?? registry;
  // As the engine does, which trusts plain HTTP on this machine alone.
  const schemes = /^(127\.|localhost(:|$))/.test(host) ? ['https', 'http'] : ['https'];
  const answers = await Promise.all(
    schemes.map((scheme) => downloads.answers(`${scheme}://${host}/v2/`, LONGEST_MS)),
  );
  return answers.includes(true);
}
