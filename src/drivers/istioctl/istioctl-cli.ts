import type {Processes} from '../process/process.js';
import type {Istioctl} from './istioctl.js';

const INSTALL_TIMEOUT_MS = 300_000;
/** To remove a control plane, or to see whether a tag would be in the way of another. */
const CHANGE_TIMEOUT_MS = 120_000;
const ASK_TIMEOUT_MS = 30_000;

/** istioctl as a program. */
export function istioctlCli(processes: Processes, program: string): Istioctl {
  const run = (args: readonly string[], signal: AbortSignal, timeoutMs = ASK_TIMEOUT_MS) =>
    processes.run(program, args, {signal, timeoutMs});
  return {
    install: async ({kubeconfig, files, set, signal}) => {
      const args = ['install', '--kubeconfig', kubeconfig, '-y', ...overlays(files, set)];
      await run(args, signal, INSTALL_TIMEOUT_MS);
    },
    uninstall: async (kubeconfig, revision, signal) => {
      const args = ['uninstall', '--kubeconfig', kubeconfig, '-y', '--revision', revision];
      await run(args, signal, CHANGE_TIMEOUT_MS);
    },
    setTag: async (kubeconfig, tag, revision, signal) => {
      const args = ['tag', 'set', tag, '--kubeconfig', kubeconfig, '-y', '--revision', revision];
      await run([...args, '--overwrite'], signal, CHANGE_TIMEOUT_MS);
    },
    manifest: async (files, set, signal) =>
      (await run(['manifest', 'generate', ...overlays(files, set)], signal)).stdout,
    proxyConfig: async (kubeconfig, kind, target, signal) => {
      const args = ['proxy-config', kind, target, '--kubeconfig', kubeconfig, '-o', 'json'];
      const {stdout} = await run(args, signal);
      return stdout.trim() === '' ? [] : (JSON.parse(stdout) as unknown);
    },
    proxyStatus: async (kubeconfig, signal) => {
      const {stdout} = await run(['proxy-status', '--kubeconfig', kubeconfig], signal);
      return rowsOf(stdout);
    },
    createRemoteSecret: async (kubeconfig, name, server, signal) => {
      const args = ['create-remote-secret', '--kubeconfig', kubeconfig, '--name', name, '--server', server];
      return (await run(args, signal)).stdout;
    },
  };
}

/** Cells of a table whose columns are parted by two or more blanks ("NOT SENT" is one cell). */
function rowsOf(table: string): string[][] {
  const lines = table.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => line.trim().split(/\s{2,}|\t/));
}

function overlays(files: readonly string[], set: readonly string[]): string[] {
  return [...files.flatMap((file) => ['-f', file]), ...set.flatMap((value) => ['--set', value])];
}
