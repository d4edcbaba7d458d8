import {counted} from '../../base/counted.js';
import {EXIT} from '../../base/errors.js';
import {lookSteps} from '../../engine/look-steps.js';
import {allSteps} from '../../stages.js';
import {hopUnderWay} from '../../upgrade/note.js';
import {openLab} from '../open-lab.js';
import {isStopped} from '../own-lab.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {addonsText} from '../render/addons.js';
import {hopUnderWayText, meshText} from '../render/mesh.js';
import {proxyText} from '../render/proxy.js';
import {table} from '../render/table.js';

export function command({signal}: CommandContext) {
  return async (options: CommonOptions) => {
    const {plan, drivers, chosen} = await openLab(options, 'network');
    process.stderr.write(`${chosen}\n`);
    // Where no engine answers, nobody can tell.
    const stopped = await isStopped(plan, drivers.docker).catch(() => false);
    // Nothing in a stopped lab answers: each look would wait for its deadline.
    const steps = stopped ? [] : await lookSteps(allSteps(plan, drivers, {install: false}), signal);
    const up = !stopped && steps.every(({state}) => state === 'there');
    const proxy = proxyText(plan);
    const mesh = meshText(plan);
    const hop = await hopUnderWay(plan, drivers.docker).catch(() => undefined);
    const addons = addonsText(plan);
    if (options.json) {
      process.stdout.write(
        `${JSON.stringify({lab: plan.lab, up, stopped, mesh, hop: hop ?? null, proxy, addons, supplied: plan.supplied, steps}, null, 2)}\n`,
      );
      return EXIT.good;
    }
    const missing = steps.filter(({state}) => state !== 'there').length;
    const rows = steps.map(({id, state, title, seen}) => [id, state, title, seen]);
    const verdict = up
      ? 'is up'
      : stopped
        ? 'is stopped: start it with `eastwest start`'
        : `is not up: ${missing} of ${counted(steps.length, 'thing')} ${missing === 1 ? 'is' : 'are'} missing; make them with \`eastwest up\``;
    const looked = stopped ? '' : `${table(['step', 'state', 'what', 'seen'], rows)}\n\n`;
    const under = hopUnderWayText(hop);
    const lines = [
      `lab ${plan.lab} ${verdict}`,
      mesh,
      ...(under === undefined ? [] : [under]),
      proxy,
      addons,
    ];
    process.stdout.write(`${looked}${lines.join('\n')}\n`);
    return EXIT.good;
  };
}
