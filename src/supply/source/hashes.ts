import {join} from 'node:path';
import {DEBIAN, ENVOY, GO, type GoName, type GoParts} from './catalog.js';
import {recipeFolder, type GoPart} from './go-part.js';
import type {Ingredient, PodImage} from './pods.js';
import {fingerprint, recipeFiles} from '../recipe.js';
import type {SupplyFolders} from '../work.js';
import {workloadsOf} from '../workloads.js';

/** What names the products of the source supply: 12 hex digits that differ when anything that goes in does. */
export interface Hashes {
  readonly base: string;
  readonly envoy: string;
  /** What the compiled workloads say. */
  workloads(): unknown;
  go(name: GoName): string;
  pod(image: PodImage): string;
}

/** Reads the recipes and, where an image has them in it, the compiled workloads, nothing else. */
export function hashesOf(folders: SupplyFolders, parts: GoParts): Hashes {
  const {images} = folders;
  const known = new Map<GoName, string>();
  let compiled: unknown;
  const base = fingerprint(DEBIAN.release, DEBIAN.base, recipeFiles(images, ['base/Dockerfile']));
  const envoy = fingerprint(ENVOY, recipeFiles(images, ['envoy/requirements.txt']));
  const go = (name: GoName): string => {
    const hash = known.get(name) ?? hashOfGo(parts[name], images);
    known.set(name, hash);
    return hash;
  };
  const workloads = (): unknown => (compiled ??= workloadsOf(folders));
  const hashOf = (ingredient: Ingredient): unknown => {
    if (ingredient.part === 'workloads') return workloads();
    if (ingredient.part === 'recipe') return recipeFiles(images, [ingredient.file]);
    return ingredient.part === 'envoy' ? envoy : go(ingredient.part);
  };
  const pod = (image: PodImage): string =>
    fingerprint(base, image, recipeFiles(images, [image.dockerfile]), image.from.map(hashOf));
  return {base, envoy, workloads, go, pod};
}

/** Where a recipe lies does not count: it is named by its part, and so the same one after it was moved. */
function hashOfGo(part: GoPart, images: string): string {
  const files = recipeFiles(join(images, recipeFolder(part)), ['go.mod', 'go.sum']);
  return fingerprint(
    GO,
    part,
    files.map(([name, text]) => [`${part.name}/${name}`, text]),
  );
}
