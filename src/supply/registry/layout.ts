import {join} from 'node:path';
import type {RegistrySource} from '../../plan/plan.js';
import {ADDONS, type AddonName, type Versions} from '../../lab/lab.js';
import {fingerprint, recipeFiles} from '../recipe.js';
import type {Ends, SupplyFolders, SupplyWork} from '../work.js';
import {workloadsOf} from '../workloads.js';
import {readCatalog} from './catalog.js';
import type {Catalog} from './catalog-schema.js';
import {parseReference} from './mirrors.js';
import {select, type FilePin, type ImagePin, type Selection} from './select.js';

/** The files of the source's node that are laid over the official one: they set up the pod network, and have it end in time. */
export const NODE_FILES = [
  'etc/systemd/system.conf.d/20-end-in-time.conf',
  'etc/systemd/system/kubelet.service.d/20-pod-network.conf',
  'kind/bin/write-pod-network',
  'kind/manifests/default-cni.yaml',
] as const;

/** What the manifest of an addon is called, in Istio's release and in the folder of tools. */
export function addonFile(addon: AddonName): string {
  return `${addon}.yaml`;
}

/** What the folder of tools has. */
export const TOOL_FILES: Ends['toolFiles'] = [
  'kind',
  'kubectl',
  'istioctl',
  'metallb-native.yaml',
  ...ADDONS.map(addonFile),
].map((name) => ({name}));

/** Where each product of the registry supply lies. */
export interface Layout extends Ends {
  readonly catalog: Catalog;
  readonly selection: Selection;
  readonly source: RegistrySource;
  /** Image reference of the sample workloads. */
  readonly workloads: string;
}

/** What every step of the registry supply works with. */
export type Work = SupplyWork<Layout>;

const RECIPES = 'registry';

/** Works every name out; reads the catalog, the recipes and the compiled workloads, nothing else. */
export function layoutOf(folders: SupplyFolders, versions: Versions, source: RegistrySource): Layout {
  const {images, cache} = folders;
  const catalog = readCatalog(source.catalog);
  const selection = select(catalog, versions, source.platform);
  const {node, pods, proxy, program, kind, kubectl, release, nodeRelease, metallb} = selection;
  const recipe = (name: string) => recipeFiles(images, [`${RECIPES}/${name}`]);
  const workloadsHash = fingerprint(program, proxy, workloadsOf(folders), recipe('workloads.Dockerfile'));
  const clientHash = fingerprint(workloadsHash, recipe('client.Dockerfile'));
  const nodeHash = fingerprint(
    [node, pods, release, nodeRelease ?? release, catalog.others ?? {}],
    workloadsHash,
    recipe('bake.sh'),
    recipeFiles(
      images,
      NODE_FILES.map((name) => `node/files/${name}`),
    ),
  );
  const toolsHash = fingerprint(source.platform, kind, kubectl, release, metallb);
  return {
    folders,
    catalog,
    selection,
    source,
    workloads: `eastwest/registry-workloads:${workloadsHash}`,
    client: `eastwest/client:${clientHash}`,
    node: `eastwest/node:${versions.kubernetes}-${nodeHash}`,
    tools: join(cache, 'tools', toolsHash),
    toolFiles: TOOL_FILES,
  };
}

/** The tag that a pulled image is kept under: what it must be, whichever server it came from. */
export function pulledTag({reference, digest}: ImagePin): string {
  const {path} = parseReference(reference);
  return `eastwest/pulled-${path.replace(/^library\//, '').replaceAll('/', '-')}:${fingerprint(reference, digest ?? '')}`;
}

/** Full path of a fetched file. It gets this name when it is whole and verified. */
export function fetchedFile({name, url, sha256}: FilePin, {folders}: Ends): string {
  return join(folders.cache, 'downloads', `${name}-${fingerprint(url, sha256 ?? '')}`);
}
