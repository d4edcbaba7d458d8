import {relative} from 'node:path';

/** As one would type it from here. */
export function shown(file: string): string {
  const near = relative(process.cwd(), file);
  return near.startsWith('..') || near === '' ? file : near;
}
