import type {Step} from '../../engine/step.js';
import {finalProducts, imageProduct, lookFor} from '../products.js';
import {addonImages} from './addon-images.js';
import {pulledTag, type Work} from './layout.js';
import {pull, PULL_LANE} from './pull.js';
import {TOOLS_STEP} from './tools.js';

export const ADDON_IMAGES_STEP = 'supply.pull-addons';

/** The images of the addons. Which they are is for Istio's release to say, so they come after it. */
export function addonImagesStep(work: Work): Step {
  const {node} = finalProducts(work);
  return {
    id: ADDON_IMAGES_STEP,
    title: "Images of Istio's addons",
    needs: [TOOLS_STEP],
    commands: ["docker pull IMAGE   # each one that the release's samples/addons name"],
    deadlineMs: 5000,
    lane: PULL_LANE,
    done: async () => {
      const all = {
        name: 'images of addons',
        there: async () => {
          for (const pin of await addonImages(work.layout)) {
            if (!(await imageProduct(pulledTag(pin), work).there())) return false;
          }
          return true;
        },
      };
      return (await node.there()) ? {done: true, seen: 'what it serves is there'} : lookFor(all, []);
    },
    run: async (context) => {
      for (const pin of await addonImages(work.layout)) await pull(pin, work, context);
    },
  };
}
