import {EXIT} from '../../base/errors.js';
import {systemClock} from '../../base/clock.js';
import {readBundle} from '../../supply/bundle/read-bundle.js';
import {verifyBundle} from '../../supply/bundle/verify.js';
import type {CommandContext, CommonOptions} from '../command.js';
import {bytesRenderer, mib} from '../render/bytes.js';
import {seconds} from '../render/renderer.js';

export function command({signal}: CommandContext) {
  return async ({json}: CommonOptions, [file = '']: readonly string[]) => {
    const renderer = bytesRenderer();
    const startMs = systemClock.nowMs();
    const bundle = await readBundle(file);
    let done = 0;
    const onBytes = (bytes: number): void => renderer.show('checked', (done += bytes), bundle.bytes);
    await verifyBundle(bundle, {signal, onBytes}).finally(() => renderer.end());
    const {id, bytes, parts} = bundle;
    const tookMs = Math.round(systemClock.nowMs() - startMs);
    process.stdout.write(
      json
        ? `${JSON.stringify({file, whole: true, id, bytes, parts: parts.length, tookMs}, null, 2)}\n`
        : `${file} is whole: bundle ${id}, ${mib(bytes)} MiB, ${parts.length} parts (${seconds(tookMs)})\n`,
    );
    return EXIT.good;
  };
}
