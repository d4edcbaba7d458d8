import {readdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {EastwestError, EXIT} from '../../base/errors.js';
import type {Versions} from '../../lab/lab.js';
import type {Plan, Supplied} from '../../plan/plan.js';
import {istioReferences} from '../istio-images.js';
import type {SupplyFolders} from '../work.js';
import {MANIFEST_PATH, manifestSchema, type Manifest} from './manifest.js';
import {hostPlatform, platformText} from './platform.js';

/** A bundle whose files are unpacked on this machine. */
export interface LoadedBundle {
  readonly id: string;
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Folder of all loaded bundles. */
export function bundlesFolder(cache: string): string {
  return join(cache, 'bundles');
}

/** What the images of a loaded bundle are called: no other image can have the name. */
export function imageTag(role: keyof Manifest['images'], id: string): {repository: string; tag: string} {
  return {repository: `eastwest/${role}`, tag: `bundle-${id}`};
}

export function imageReference(role: keyof Manifest['images'], id: string): string {
  const {repository, tag} = imageTag(role, id);
  return `${repository}:${tag}`;
}

/** All that are loaded, the latest first; what this program cannot read is not among them. */
export function loadedBundles(cache: string): readonly LoadedBundle[] {
  return names(bundlesFolder(cache))
    .flatMap((id) => {
      const folder = join(bundlesFolder(cache), id);
      const manifest = manifestIn(folder);
      return manifest === undefined ? [] : [{id, folder, manifest}];
    })
    .sort((a, b) => loadedAt(b.folder) - loadedAt(a.folder));
}

/**
 * Where everything of the latest loaded bundle with these versions is.
 *
 * @throws BUNDLE-NOT-LOADED
 */
export function locateBundle(versions: Versions, folders: SupplyFolders): Supplied {
  const host = platformText(hostPlatform());
  const all = loadedBundles(folders.cache);
  const found = all.find(
    ({manifest: {madeFrom, platform}}) =>
      versionsText(madeFrom.versions) === versionsText(versions) && platformText(platform.tools) === host,
  );
  if (found === undefined) throw notLoaded(versions, all);
  const {id, folder, manifest} = found;
  const path = (part: string): string => join(folder, part);
  const {kind, kubectl, istioctl, metallbManifest} = manifest.tools;
  const {istio} = manifest.madeFrom.versions;
  return {
    supply: 'bundle',
    folders,
    tools: {kind: path(kind), kubectl: path(kubectl), istioctl: path(istioctl)},
    images: {node: imageReference('node', id), client: imageReference('client', id)},
    metallbManifest: path(metallbManifest),
    addons: Object.fromEntries(
      Object.entries(manifest.addons).map(([name, addon]) => [
        name,
        {manifest: path(addon.manifest), version: addon.version},
      ]),
    ),
    // Of its images only the two that everything is in are loaded into the engine.
    istio: {[istio]: {version: istio, istioctl: path(istioctl), images: istioReferences(istio)}},
    proxy: manifest.madeFrom.proxy,
  };
}

/** The bundle that a plan was located in. */
export function bundleOf({supplied}: Pick<Plan, 'supplied'>): LoadedBundle {
  const found = loadedBundles(supplied.folders.cache).find(
    ({id}) => imageReference('node', id) === supplied.images.node,
  );
  if (found === undefined) throw new RangeError(`no loaded bundle has ${supplied.images.node}`);
  return found;
}

export function versionsText({istio, kubernetes, metallb}: Versions): string {
  return `Istio ${istio}, Kubernetes ${kubernetes}, MetalLB ${metallb}`;
}

function notLoaded(versions: Versions, all: readonly LoadedBundle[]): EastwestError {
  const others = all.map(
    ({id, manifest: {madeFrom, platform}}) =>
      `loaded is ${id}: ${versionsText(madeFrom.versions)}, tools for ${platformText(platform.tools)}`,
  );
  return new EastwestError(`no bundle with ${versionsText(versions)} is loaded`, {
    code: 'BUNDLE-NOT-LOADED',
    hint: 'eastwest bundle load FILE',
    details: others,
    exitCode: EXIT.usage,
  });
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[0-9a-f]{12}$/.test(name));
  } catch {
    return [];
  }
}

function manifestIn(folder: string): Manifest | undefined {
  try {
    return manifestSchema.safeParse(JSON.parse(readFileSync(join(folder, MANIFEST_PATH), 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Loading a bundle again makes it the latest. */
function loadedAt(folder: string): number {
  return statSync(join(folder, MANIFEST_PATH)).mtimeMs;
}
