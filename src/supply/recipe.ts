import {createHash} from 'node:crypto';
import {readdirSync, readFileSync, statSync} from 'node:fs';
import {arch} from 'node:os';
import {join} from 'node:path';

const HASH_LENGTH = 12;

/** 12 hex digits that differ when any ingredient does. */
export function fingerprint(...ingredients: readonly unknown[]): string {
  const hash = createHash('sha256').update(arch());
  for (const ingredient of ingredients) hash.update('\0').update(JSON.stringify(ingredient));
  return hash.digest('hex').slice(0, HASH_LENGTH);
}

/** The files of a recipe as [name, content]; only what they say counts, not when they were written. */
export function recipeFiles(folder: string, names: readonly string[]): [string, string][] {
  return names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
}

/** Names of all files below a folder that `wanted` takes, sorted. */
export function filesBelow(folder: string, wanted: (name: string) => boolean = () => true): string[] {
  return readdirSync(folder, {recursive: true, encoding: 'utf8'})
    .filter(wanted)
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}
