import type {Processes} from '../process/process.js';
import type {Kind} from './kind.js';

const CREATE_TIMEOUT_MS = 300_000;
const ASK_TIMEOUT_MS = 30_000;

/** kind as a program; it never sees the user's own kubeconfig. */
export function kindCli(processes: Processes, program: string): Kind {
  return {
    create: async ({name, config, image, network, direct, kubeconfig, signal}) => {
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
        env: {KIND_EXPERIMENTAL_DOCKER_NETWORK: network, ...pastProxy(direct, process.env)},
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

/** kind hands the environment's proxy on to its nodes; they have more to leave out of it than their own cluster. */
export function pastProxy(
  direct: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];
  if (names.every((name) => (env[name] ?? '') === '')) return {};
  const given = (env['NO_PROXY'] || env['no_proxy'] || '').split(',').filter((one) => one !== '');
  const list = [...new Set([...given, ...direct])].join(',');
  return {NO_PROXY: list, no_proxy: list};
}
