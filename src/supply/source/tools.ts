import {join} from 'node:path';
import type {Step} from '../../engine/step.js';
import {goStepId} from './go-parts.js';
import {linkOrCopy} from './pod-images.js';
import {finalProducts, lookFor, makeFolder} from '../products.js';
import type {Work} from './layout.js';

export const TOOLS_STEP = 'supply.tools';

/** The programs and manifests that the lab is made with, in one folder. */
export function toolsStep(work: Work): Step {
  const {tools, toolFiles, go} = work.layout;
  const sources = toolFiles.map(({name, part}) => join(go[part], name));
  return {
    id: TOOLS_STEP,
    title: toolFiles.map(({name}) => name).join(', '),
    needs: [...new Set(toolFiles.map(({part}) => goStepId(part)))],
    commands: [`cp ${sources.join(' ')} ${tools}/`],
    deadlineMs: 5000,
    done: () => lookFor(finalProducts(work).tools, []),
    run: () =>
      makeFolder(tools, async (unfinished) => {
        for (const {name, part} of toolFiles) await linkOrCopy(join(go[part], name), join(unfinished, name));
      }),
  };
}
