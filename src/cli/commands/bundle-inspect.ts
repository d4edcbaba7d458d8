import {EXIT} from '../../base/errors.js';
import type {Manifest} from '../../supply/bundle/manifest.js';
import {versionsText} from '../../supply/bundle/loaded.js';
import {platformText} from '../../supply/bundle/platform.js';
import {readBundle} from '../../supply/bundle/read-bundle.js';
import type {CommonOptions} from '../command.js';
import {mib} from '../render/bytes.js';
import {table} from '../render/table.js';

export function command() {
  return async ({json}: CommonOptions, [file = '']: readonly string[]) => {
    const {id, bytes, manifest} = await readBundle(file);
    process.stdout.write(
      json ? `${JSON.stringify({id, bytes, ...manifest}, null, 2)}\n` : `${text(id, bytes, manifest)}\n`,
    );
    return EXIT.good;
  };
}

function text(id: string, bytes: number, {madeFrom, platform, images, parts}: Manifest): string {
  const {versions, proxy, supply, eastwest} = madeFrom;
  const facts = [
    ['bundle', `${id}, ${mib(bytes)} MiB`],
    ['made from', `supply ${supply}, by eastwest ${eastwest}`],
    ['versions', versionsText(versions)],
    ['proxy', `${proxy.kind} ${proxy.version}`],
    ['platform', `images ${platformText(platform.images)}, tools ${platformText(platform.tools)}`],
    ...Object.entries(images).map(([role, {reference, layers}]) => [
      `${role} image`,
      `${reference}, ${layers.length} layers`,
    ]),
  ].map(([name = '', value = '']) => `${name.padEnd(14)}${value}`);
  const rows = parts.map(({path, bytes: size, sha256}) => [path, String(size), sha256]);
  return `${facts.join('\n')}\n\n${table(['part', 'bytes', 'SHA-256'], rows)}`;
}
