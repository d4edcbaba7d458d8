import {join} from 'node:path';
import {EXIT, InterruptedError} from '../../base/errors.js';
import {systemClock} from '../../base/clock.js';
import {dockerEngine} from '../../drivers/docker/docker-engine.js';
import {versionsText} from '../../supply/bundle/loaded.js';
import {loadBundle} from '../../supply/bundle/load.js';
import {cacheFolder} from '../open-lab.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {bytesRenderer} from '../render/bytes.js';
import {seconds} from '../render/renderer.js';

const DONE = {checking: 'checked', loading: 'loaded'} as const;

export function command({signal, version}: CommandContext) {
  return async ({json}: CommonOptions, [file = '']: readonly string[]) => {
    const renderer = bytesRenderer();
    const startMs = systemClock.nowMs();
    const {bundle, folder, images} = await loadBundle(file, {
      docker: dockerEngine(),
      clock: systemClock,
      cache: cacheFolder(),
      signal,
      progress: (doing, bytes, total) => renderer.show(DONE[doing], bytes, total),
    })
      .catch((error: unknown) => {
        if (!signal.aborted) throw error;
        throw new InterruptedError('the load was interrupted', `go on with \`eastwest bundle load ${file}\``);
      })
      .finally(() => renderer.end());
    const tookMs = Math.round(systemClock.nowMs() - startMs);
    const {madeFrom} = bundle.manifest;
    if (madeFrom.eastwest !== version) {
      process.stderr.write(
        `note: the bundle was made by eastwest ${madeFrom.eastwest}, this is ${version}; its own scenarios are in ${join(folder, 'scenarios')}\n`,
      );
    }
    if (json) {
      process.stdout.write(`${JSON.stringify({file, id: bundle.id, folder, images, tookMs}, null, 2)}\n`);
      return EXIT.good;
    }
    const had = images.filter(({already}) => already).map(({role}) => role);
    const note = had.length === 0 ? '' : `; the engine had the image of the ${had.join(' and the ')} already`;
    process.stdout.write(
      [
        `bundle ${bundle.id} is loaded (${seconds(tookMs)})${note}`,
        `  ${versionsText(madeFrom.versions)}`,
        `  tools, scenarios and documentation: ${folder}`,
        'next: eastwest up --supply bundle',
        '',
      ].join('\n'),
    );
    return EXIT.good;
  };
}
