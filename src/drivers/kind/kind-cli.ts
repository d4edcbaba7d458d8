import type {Processes} from '../process/process.js';
import type {Kind} from './kind.js';

const CREATE_TIMEOUT_MS = 300_000;
const ASK_TIMEOUT_MS = 30_000;

/** kind as a program; it never sees the user's own kubeconfig. */
export function kindCli(processes: Processes, program: string): Kind {
  return {
    create: async ({name, config, image, network, kubeconfig, signal}) => {
      const args = [
        'create',
        'cluster',
        '--name',
        name,
        '--image',
        image,
        '--kubeconfig',
        kubeconfig,
        '--retain',
      ];
      await processes.run(program, [...args, '--config', '-'], {
        signal,
        timeoutMs: CREATE_TIMEOUT_MS,
        input: config,
        env: {KIND_EXPERIMENTAL_DOCKER_NETWORK: network},
      });
    },
    kubeconfig: async (name, signal) => {
      const {stdout} = await processes.run(program, ['get', 'kubeconfig', '--name', name], {
        signal,
        timeoutMs: ASK_TIMEOUT_MS,
      });
      return stdout;
    },
  };
}
