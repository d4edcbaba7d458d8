import {resolve} from 'node:path';
import {EastwestError, EXIT, InterruptedError} from '../../base/errors.js';
import {createBundle} from '../../supply/bundle/create.js';
import {openLab, PACKAGE_FOLDER} from '../open-lab.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {bytesRenderer, mib} from '../render/bytes.js';
import {seconds} from '../render/renderer.js';

interface CreateOptions extends CommonOptions {
  readonly platform?: string;
}

export function command({signal, version}: CommandContext) {
  return async (options: CreateOptions, [file = '']: readonly string[]) => {
    const {plan, drivers, chosen} = await openLab(options);
    process.stderr.write(`${chosen}\n`);
    const {docker, clock} = drivers;
    await checkPlatform(options.platform, plan.supplied.images.node, docker);
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

/** What the images are for was decided by the supply; a bundle for another platform would be of no use. */
async function checkPlatform(
  wanted: string | undefined,
  image: string,
  docker: Parameters<typeof createBundle>[1]['docker'],
): Promise<void> {
  if (wanted === undefined) return;
  const content = await docker.imageContent(image);
  const found = content === undefined ? wanted : `${content.os}/${content.architecture}`;
  if (found === wanted) return;
  throw new EastwestError(`the images that are here are for ${found}, not for ${wanted}`, {
    code: 'BUNDLE-PLATFORM',
    hint: `make the bundle on a machine whose engine runs ${wanted}`,
    exitCode: EXIT.usage,
  });
}
