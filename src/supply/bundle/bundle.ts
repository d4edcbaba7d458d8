import {HopelessError} from '../../base/wait-for.js';
import type {Step} from '../../engine/step.js';
import type {Plan, Supplied} from '../../plan/plan.js';
import {folderProduct} from '../products.js';
import type {LookDocker, Supply} from '../supply.js';
import type {SupplyDrivers} from '../work.js';
import {locateBundle} from './loaded.js';

/** What a loaded bundle holds: nothing of it is ever fetched or built. */
export const bundleSupply: Supply = {
  locate: ({versions, folders}) => Promise.resolve().then(() => locateBundle(versions, folders)),
  isThere: async (supplied, docker) => docker !== undefined && (await missing(supplied, docker)).length === 0,
  steps: bundleSteps,
};

/** Looks; all that can be done about a bundle that is not whole any more is to load it again. */
function bundleSteps({supplied}: Plan, {docker}: SupplyDrivers): Step[] {
  const hint = 'load the bundle again: eastwest bundle load FILE';
  const look = async () => {
    const gone = await missing(supplied, docker);
    return {done: gone.length === 0, seen: gone.length === 0 ? 'loaded' : `no ${gone.join(', no ')}`};
  };
  return [
    {
      id: 'supply.ready',
      title: 'Bundle loaded',
      needs: ['host.ready'],
      commands: ['eastwest bundle load FILE'],
      deadlineMs: 5000,
      done: look,
      run: async () => {
        const {seen} = await look();
        throw new HopelessError(`the loaded bundle is not whole: ${seen}`, {code: 'BUNDLE-NOT-WHOLE', hint});
      },
    },
  ];
}

async function missing(supplied: Supplied, docker: NonNullable<LookDocker>): Promise<string[]> {
  const {tools, images, metallbManifest, addons} = supplied;
  const manifests = Object.values(addons).map(({manifest}) => manifest);
  const files = [...Object.values(tools), metallbManifest, ...manifests];
  const filesThere = await Promise.all(files.map((file) => folderProduct(file).there()));
  const references = [images.node, images.client];
  const imagesThere = await Promise.all(references.map((reference) => docker.image(reference)));
  return [
    ...files.filter((_, index) => filesThere[index] !== true),
    ...references.filter((_, index) => imagesThere[index] === undefined),
  ];
}
