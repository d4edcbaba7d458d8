import {relative} from 'node:path';
import {EXIT} from '../../base/errors.js';
import {problemText} from '../../base/yaml.js';
import {discover, lintFiles, type Finding} from '../../scenario/index.js';
import type {CommonOptions} from '../command.js';
import {openLab} from '../open-lab.js';
import {scenariosFolder} from '../scenario-options.js';

interface LintOptions extends CommonOptions {
  readonly scenarios?: string;
}

export function command() {
  return async (options: LintOptions, files: readonly string[]) => {
    const {plan} = await openLab(options, 'nothing');
    const named = files.length > 0 ? files : discover(scenariosFolder(options)).map(({file}) => near(file));
    const findings = lintFiles(named, plan);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({files: named, findings}, null, 2)}\n`
        : textOf(named.length, findings),
    );
    return findings.some(({severity}) => severity === 'error') ? EXIT.usage : EXIT.good;
  };
}

function textOf(files: number, findings: readonly Finding[]): string {
  const lines = findings.map((finding) =>
    problemText({...finding, message: `${finding.severity}: ${finding.message}`}),
  );
  const count = (severity: string): number => findings.filter((one) => one.severity === severity).length;
  const counts = [
    [files, 'file'] as const,
    [count('error'), 'error'] as const,
    [count('warning'), 'warning'] as const,
  ];
  const words = counts.map(([number, word]) => `${number} ${word}${number === 1 ? '' : 's'}`);
  return `${[...lines, words.join(', ')].join('\n')}\n`;
}

/** As a person in this folder would write it. */
function near(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith('..') ? file : path;
}
