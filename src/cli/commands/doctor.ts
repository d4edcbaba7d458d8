import {EXIT} from '../../base/errors.js';
import {doctor, type Finding} from '../../host/index.js';
import {openLab} from '../open-lab.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {table} from '../render/table.js';

export function command({signal}: CommandContext) {
  return async (options: CommonOptions) => {
    const {plan, drivers, chosen} = await openLab(options, 'network');
    process.stderr.write(`${chosen}\n`);
    const findings = await doctor(plan, drivers, signal);
    const faults = findings.filter(({level}) => level === 'fault');
    process.stdout.write(options.json ? `${JSON.stringify({findings}, null, 2)}\n` : `${report(findings)}\n`);
    return faults.length === 0 ? EXIT.good : EXIT.hostUnfit;
  };
}

function report(findings: readonly Finding[]): string {
  const rows = findings.map(({level, code, what, seen}) => [level, code, what, seen]);
  const cures = findings.flatMap(({level, code, remedy, willCure}) =>
    level === 'ok' || remedy === undefined
      ? []
      : [`${code}: ${remedy}${willCure === true ? '   (`eastwest up` does it by itself)' : ''}`],
  );
  const faults = findings.filter(({level}) => level === 'fault').length;
  const verdict = faults === 0 ? 'this host is fit for the lab' : `this host is not fit: ${faults} faults`;
  return [table(['level', 'code', 'what', 'seen'], rows), '', ...cures, verdict].join('\n');
}
