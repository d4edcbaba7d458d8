import {dirname} from 'node:path';
import {HopelessError} from '../../base/wait-for.js';
import type {Step} from '../../engine/step.js';
import type {Plan} from '../../plan/plan.js';
import {finalProducts} from '../products.js';
import {allThere, readyStep} from '../ready.js';
import type {Supply} from '../supply.js';
import type {SupplyDrivers} from '../work.js';
import {addonImagesStep} from './addons-step.js';
import {fetchStep} from './fetch.js';
import {layoutOf, TOOL_FILES, type Work} from './layout.js';
import {locateRegistry} from './locate.js';
import {nodeStep} from './node-image.js';
import {clientStep, workloadsStep} from './own-images.js';
import {pullStep} from './pull.js';
import {toolsStep} from './tools.js';

/** Official images and tools, from their publishers or from mirrors of them, baked into one node image. */
export const registrySupply: Supply = {
  locate: locateRegistry,
  isThere: async ({folders, images, tools}, docker) => {
    if (docker === undefined) return false;
    const layout = {folders, ...images, tools: dirname(tools.kind), toolFiles: TOOL_FILES};
    return allThere({layout, drivers: {docker}});
  },
  steps: registrySteps,
};

function registrySteps({supplied, versions}: Plan, drivers: SupplyDrivers): Step[] {
  if (supplied.from === undefined) {
    throw new HopelessError('the registry supply was not told where from', {code: 'SUPPLY-NO-REGISTRY'});
  }
  const work: Work = {layout: layoutOf(supplied.folders, versions, supplied.from), drivers};
  const {node, pods, program, kind, kubectl, release, nodeRelease, metallb} = work.layout.selection;
  const {tools, node: baked, client} = finalProducts(work);
  const steps = [
    fetchStep('kind', kind, work, [tools]),
    fetchStep('kubectl', kubectl, work, [tools]),
    fetchStep('istio', release, work, nodeRelease === undefined ? [tools, baked] : [tools]),
    ...(nodeRelease === undefined ? [] : [fetchStep('istio-node', nodeRelease, work, [baked])]),
    fetchStep('metallb', metallb, work, [tools]),
    ...[node, ...pods].map((pin) => pullStep(pin, work, pin.name === 'proxy' ? [baked, client] : [baked])),
    pullStep(program, work, [baked, client]),
    toolsStep(work),
    addonImagesStep(work),
    workloadsStep(work),
    clientStep(work),
    nodeStep(work),
  ];
  return [...steps, readyStep(steps, [tools, baked, client])];
}
