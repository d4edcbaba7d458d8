import type {Supply} from '../supply.js';
import {allThere} from '../ready.js';
import {layoutOf} from './layout.js';
import {locateSource} from './locate.js';
import {sourceSteps} from './steps.js';

/** Everything built from package registries, where no registry of images can be reached. */
export const sourceSupply: Supply = {
  locate: ({versions, folders}) => Promise.resolve().then(() => locateSource(versions, folders)),
  isThere: async ({folders}, docker) =>
    docker !== undefined && allThere({layout: layoutOf(folders), drivers: {docker}}),
  steps: sourceSteps,
};
