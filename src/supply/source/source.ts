import {dirname} from 'node:path';
import type {Supply} from '../supply.js';
import {allThere} from '../ready.js';
import {TOOL_FILES} from './layout.js';
import {locateSource} from './locate.js';
import {sourceSteps} from './steps.js';

/** Everything built from package registries, where no registry of images can be reached. */
export const sourceSupply: Supply = {
  locate: ({versions, folders}) => Promise.resolve().then(() => locateSource(versions, folders)),
  isThere: async ({folders, images, tools}, docker) => {
    if (docker === undefined) return false;
    const layout = {folders, ...images, tools: dirname(tools.kind), toolFiles: TOOL_FILES};
    return allThere({layout, drivers: {docker}});
  },
  steps: sourceSteps,
};
