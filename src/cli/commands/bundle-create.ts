import {resolve} from 'node:path';
import {EXIT, InterruptedError} from '../../base/errors.js';
import {createBundle} from '../../supply/bundle/create.js';
import {refusePlatform} from '../../supply/bundle/platform.js';
import {openLab, PACKAGE_FOLDER} from '../open-lab.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {bytesRenderer, mib} from '../render/bytes.js';
import {seconds} from '../render/renderer.js';

interface CreateOptions extends CommonOptions {
  readonly platform?: string;
}

export function command({signal, version}: CommandContext) {
  return async (options: CreateOptions, [file = '']: readonly string[]) => {
    refusePlatform(options.platform);
    const {plan, drivers, chosen} = await openLab(options);
    process.stderr.write(`${chosen}\n`);
    const {docker, clock} = drivers;
    const renderer = bytesRenderer();
    const startMs = clock.nowMs();
    const request = {plan, packageFolder: PACKAGE_FOLDER, version, file: resolve(file)};
    const created = await createBundle(request, {
      docker,
      signal,
      progress: (bytes, about) => renderer.show('written', bytes, about),
    })
      .catch((error: unknown) => {
        throw signal.aborted ? new InterruptedError('nothing was written', 'begin anew') : error;
      })
      .finally(() => renderer.end());
    const {id, bytes, manifest} = created;
    const tookMs = Math.round(clock.nowMs() - startMs);
    process.stdout.write(
      options.json
        ? `${JSON.stringify({file, id, bytes, tookMs, madeFrom: manifest.madeFrom, platform: manifest.platform}, null, 2)}\n`
        : `${file}: bundle ${id}, ${mib(bytes)} MiB, ${manifest.parts.length} parts (${seconds(tookMs)})\n`,
    );
    return EXIT.good;
  };
}
