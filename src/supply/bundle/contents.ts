import {createReadStream, existsSync} from 'node:fs';
import {stat} from 'node:fs/promises';
import {dirname, join, relative, sep} from 'node:path';
import {EastwestError, EXIT} from '../../base/errors.js';
import type {Supplied} from '../../plan/plan.js';
import {filesBelow} from '../recipe.js';
import {isPartPath, type Manifest} from './manifest.js';
import {notBuilt} from './origin.js';
import type {TarEntry} from './tar.js';

/** A file that goes into a bundle as it is. */
export interface SourceFile extends TarEntry {
  readonly from: string;
}

/** What of the package itself goes into a bundle: what a person reads, and the labs and scenarios. */
const FILES = ['LICENSE', 'README.md'];
const FOLDERS = ['ch12', 'docs', 'labs', 'scenarios'];

/**
 * Every file but the images, sorted by its path in the bundle.
 *
 * @throws BUNDLE-NOT-BUILT, BUNDLE-BAD-NAME
 */
export async function sourceFiles(supplied: Supplied, packageFolder: string): Promise<readonly SourceFile[]> {
  const gone = toolFiles(supplied).find((file) => !existsSync(file));
  if (gone !== undefined) throw notBuilt(gone, supplied);
  const named = [
    ...FILES.map((path) => ({path, from: join(packageFolder, path)})),
    ...FOLDERS.flatMap((folder) => below(join(packageFolder, folder), folder)),
    ...below(toolsFolder(supplied), 'tools'),
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  const strange = named.find(({path}) => !isPartPath(path));
  if (strange !== undefined) throw badName(strange.from);
  return Promise.all(
    named.map(async ({path, from}) => {
      const {size, mode} = await stat(from);
      return {path, from, bytes: size, ...((mode & 0o100) === 0 ? {} : {executable: true as const})};
    }),
  );
}

export function contentOfFile({from}: SourceFile): AsyncIterable<Buffer> {
  return createReadStream(from, {highWaterMark: 2 ** 20});
}

/** Where the programs and manifests of the plan are in the bundle. */
export function toolPaths(supplied: Supplied): Pick<Manifest, 'tools' | 'addons'> {
  const folder = toolsFolder(supplied);
  const path = (file: string): string => slashed('tools', relative(folder, file));
  const {kind, kubectl, istioctl} = supplied.tools;
  const metallbManifest = path(supplied.metallbManifest);
  return {
    tools: {kind: path(kind), kubectl: path(kubectl), istioctl: path(istioctl), metallbManifest},
    addons: Object.fromEntries(
      Object.entries(supplied.addons).map(([name, {manifest, version}]) => [
        name,
        {manifest: path(manifest), version},
      ]),
    ),
  };
}

/** The one folder that a supply puts all its tools into. */
function toolsFolder(supplied: Supplied): string {
  const folder = dirname(supplied.tools.kind);
  const strange = toolFiles(supplied).find((file) => !file.startsWith(`${folder}${sep}`));
  if (strange === undefined) return folder;
  throw new EastwestError(`${strange} does not lie in ${folder} with the other tools`, {
    code: 'BUNDLE-TOOLS-APART',
    hint: 'report the error together with what `eastwest plan` says',
  });
}

function toolFiles({tools, metallbManifest, addons}: Supplied): readonly string[] {
  const manifests = Object.values(addons).map(({manifest}) => manifest);
  return [tools.kind, tools.kubectl, tools.istioctl, metallbManifest, ...manifests];
}

/** Names that some file system or tar has not got would make a bundle that is not the same everywhere. */
function badName(file: string): EastwestError {
  return new EastwestError(`${file} cannot go into a bundle by this name`, {
    code: 'BUNDLE-BAD-NAME',
    hint: 'call it by plain letters, digits and . _ + - (100 of them at most, with its folders), or move it elsewhere',
    exitCode: EXIT.usage,
  });
}

/** Hidden files are an editor's or the system's. */
function below(folder: string, name: string): {path: string; from: string}[] {
  const shown = (file: string): boolean => !file.split(sep).some((part) => part.startsWith('.'));
  return filesBelow(folder, shown).map((file) => ({path: slashed(name, file), from: join(folder, file)}));
}

function slashed(folder: string, file: string): string {
  return `${folder}/${file.split(sep).join('/')}`;
}
