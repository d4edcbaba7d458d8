import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {EastwestError, EXIT} from '../../base/errors.js';
import {commandText} from '../../drivers/process/error-text.js';
import {istioctlIn} from '../../plan/istio.js';
import type {ClusterPlan, Plan} from '../../plan/plan.js';
import {openLab} from '../open-lab.js';
import type {CommonOptions} from '../command.js';

interface ShellOptions extends CommonOptions {
  readonly print?: boolean;
}

export function command() {
  return async (options: ShellOptions) => {
    const {plan} = await openLab(options);
    const functions = shellFunctions(plan);
    if (options.print === true) {
      process.stdout.write(functions);
      return EXIT.good;
    }
    if (!process.stdin.isTTY) {
      throw new EastwestError('a shell needs a terminal', {
        code: 'SHELL-NO-TERMINAL',
        hint: 'eval "$(eastwest shell --print)"',
        exitCode: EXIT.usage,
      });
    }
    const folder = await mkdtemp(join(tmpdir(), 'eastwest-shell-'));
    try {
      const rc = join(folder, 'bashrc');
      await writeFile(rc, `[ -f ~/.bashrc ] && . ~/.bashrc\n${functions}PS1="(${plan.lab}) $PS1"\n`);
      // Not through the process driver: an interactive shell must own the terminal, so it stays in our group.
      await once(spawn('bash', ['--rcfile', rc, '-i'], {stdio: 'inherit'}), 'exit');
    } finally {
      await rm(folder, {recursive: true});
    }
    return EXIT.good;
  };
}

/** The chapter's short names: kwest and keast for kubectl, iwest and ieast for istioctl. */
export function shellFunctions(plan: Plan): string {
  const {clusters, supplied} = plan;
  const {kubectl, istioctl, kind} = supplied.tools;
  // That of the version which the cluster runs, where the supply has it.
  const istioctlFor = ({istio}: ClusterPlan): string => istioctlIn(plan, istio.version) ?? istioctl;
  const folders = [...new Set([kubectl, istioctl, kind].map((tool) => dirname(tool)))];
  const lines = clusters.flatMap((cluster) => [
    `k${cluster.name}() { ${commandText([kubectl, '--kubeconfig', cluster.kubeconfig])} "$@"; }`,
    `i${cluster.name}() { ${commandText([istioctlFor(cluster), '--kubeconfig', cluster.kubeconfig])} "$@"; }`,
  ]);
  return `${[`export PATH=${commandText([folders.join(':')])}:"$PATH"`, ...lines].join('\n')}\n`;
}
