import {counted} from '../../base/counted.js';
import {EXIT} from '../../base/errors.js';
import {lookSteps} from '../../engine/look-steps.js';
import {allSteps} from '../../stages.js';
import {openLab} from '../open-lab.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {addonsText} from '../render/addons.js';
import {proxyText} from '../render/proxy.js';
import {table} from '../render/table.js';

export function command({signal}: CommandContext) {
  return async (options: CommonOptions) => {
    const {plan, drivers, chosen} = await openLab(options, 'network');
    process.stderr.write(`${chosen}\n`);
    const steps = await lookSteps(allSteps(plan, drivers, {install: false}), signal);
    const up = steps.every(({state}) => state === 'there');
    const proxy = proxyText(plan);
    const addons = addonsText(plan);
    if (options.json) {
      process.stdout.write(
        `${JSON.stringify({lab: plan.lab, up, proxy, addons, supplied: plan.supplied, steps}, null, 2)}\n`,
      );
      return EXIT.good;
    }
    const missing = steps.filter(({state}) => state !== 'there').length;
    const rows = steps.map(({id, state, title, seen}) => [id, state, title, seen]);
    const verdict = up
      ? 'is up'
      : `is not up: ${missing} of ${counted(steps.length, 'thing')} ${missing === 1 ? 'is' : 'are'} missing; make them with \`eastwest up\``;
    process.stdout.write(
      `${table(['step', 'state', 'what', 'seen'], rows)}\n\nlab ${plan.lab} ${verdict}\n${proxy}\n${addons}\n`,
    );
    return EXIT.good;
  };
}
