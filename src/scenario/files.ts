import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

/** A scenario file by its place; what stands in it is not yet known. */
export interface ScenarioPlace {
  readonly pack: string;
  readonly name: string;
  readonly file: string;
}

const ENDING = '.yaml';

/** Every scenario file of a folder that has a folder for each pack, by pack and name. */
export function discover(folder: string): readonly ScenarioPlace[] {
  const packs = existsSync(folder) ? readdirSync(folder, {withFileTypes: true}) : [];
  return packs
    .filter((entry) => entry.isDirectory())
    .flatMap(({name: pack}) =>
      readdirSync(join(folder, pack))
        .filter((file) => file.endsWith(ENDING))
        .map((file) => ({pack, name: file.slice(0, -ENDING.length), file: join(folder, pack, file)})),
    )
    .sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
}

/** `pack/name`. */
export function idOf({pack, name}: Pick<ScenarioPlace, 'pack' | 'name'>): string {
  return `${pack}/${name}`;
}
