import {chmod, copyFile, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {Step, StepContext} from '../../engine/step.js';
import {ADDONS} from '../../lab/lab.js';
import {finalProducts, lookFor, makeFolder, withScratch} from '../products.js';
import {scratchOf, TIMEOUT_MS} from '../work.js';
import {fetchStepId} from './fetch.js';
import {addonFile, fetchedFile, type Work} from './layout.js';
import type {FilePin} from './select.js';

export const TOOLS_STEP = 'supply.tools';

/** The programs and manifests that the lab is made with, in one folder. */
export function toolsStep(work: Work): Step {
  const {layout} = work;
  const {kind, kubectl, release, metallb} = layout.selection;
  return {
    id: TOOLS_STEP,
    title: layout.toolFiles.map(({name}) => name).join(', '),
    needs: ['kind', 'kubectl', 'istio', 'metallb'].map(fetchStepId),
    commands: [
      `tar -xzf ${fetchedFile(release, layout)}`,
      `cp istio-*/bin/istioctl istio-*/samples/addons/{${ADDONS.join(',')}}.yaml ${layout.tools}/`,
    ],
    deadlineMs: 5000,
    done: () => lookFor(finalProducts(work).tools, []),
    run: (context) =>
      makeFolder(layout.tools, async (unfinished) => {
        for (const [name, pin] of [
          ['kind', kind],
          ['kubectl', kubectl],
        ] as const) {
          await copyFile(fetchedFile(pin, layout), join(unfinished, name));
          await chmod(join(unfinished, name), 0o755);
        }
        await copyFile(fetchedFile(metallb, layout), join(unfinished, 'metallb-native.yaml'));
        await withRelease(release, work, context, async (folder) => {
          await copyFile(join(folder, 'bin/istioctl'), join(unfinished, 'istioctl'));
          await chmod(join(unfinished, 'istioctl'), 0o755);
          for (const file of ADDONS.map(addonFile)) {
            await copyFile(join(folder, 'samples/addons', file), join(unfinished, file));
          }
        });
      }),
  };
}

/** Gives `use` Istio's release, unpacked, and removes it afterwards. */
export async function withRelease(
  release: FilePin,
  work: Work,
  {signal}: StepContext,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const archive = fetchedFile(release, work.layout);
  await withScratch(scratchOf(work, 'istio-release'), async (scratch) => {
    const options = {signal, timeoutMs: TIMEOUT_MS.image};
    await work.drivers.processes.run('tar', ['-xzf', archive, '-C', scratch], options);
    // The one folder in it is called after the version.
    const [name = ''] = await readdir(scratch);
    await use(join(scratch, name));
  });
}
