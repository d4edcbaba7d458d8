import {EXIT, InterruptedError} from '../../base/errors.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {openWithSupply, runShown, supplyOnly} from '../make-supply.js';
import type {OpenLab} from '../open-lab.js';
import {PULLED_LABEL} from '../../supply/index.js';
import {proxyText} from '../render/proxy.js';

interface BakeOptions extends CommonOptions {
  readonly install?: boolean;
}

export function command({signal}: CommandContext) {
  return async (options: BakeOptions) => {
    const settings = {install: options.install ?? true, signal};
    try {
      const opened = await openWithSupply(options, settings);
      const after = await runShown(supplyOnly(opened, settings), opened, settings);
      const made = [...opened.before.made, ...after.made];
      const {images, tools} = opened.plan.supplied;
      const proxy = proxyText(opened.plan);
      const pulled = await pulledIn(opened);
      process.stdout.write(
        options.json
          ? `${JSON.stringify({made, images, tools, proxy, pulled}, null, 2)}\n`
          : `${made.length === 0 ? 'nothing to do' : `${made.length} steps made`}: ${images.node}, ${images.client}. ${proxy}\n`,
      );
      return EXIT.good;
    } catch (error) {
      if (signal.aborted)
        throw new InterruptedError('it was interrupted', 'go on with `eastwest supply bake`');
      throw error;
    }
  };
}

/** The official images that were baked in, each with its digest; none where the supply pulls nothing. */
async function pulledIn({plan, drivers}: Pick<OpenLab, 'plan' | 'drivers'>): Promise<readonly string[]> {
  const label = (await drivers.docker.image(plan.supplied.images.node))?.labels[PULLED_LABEL] ?? '';
  return label.split(' ').filter((one) => one !== '');
}
