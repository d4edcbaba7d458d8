import {join} from 'node:path';
import {COMMON_PARTS, DEBIAN, GO_NAMES, partsFor, type GoName, type GoParts} from './catalog.js';
import {hashesOf, type Hashes} from './hashes.js';
import type {Ends, SupplyFolders, SupplyWork} from '../work.js';
import {podImages, type PodImage} from './pods.js';
import {filesBelow, fingerprint, recipeFiles} from '../recipe.js';

/** Where each product of the source supply lies: every name carries the hash of what it is made from. */
export interface Layout extends Ends {
  readonly parts: GoParts;
  /** Folder of each Go part's products. */
  readonly go: Readonly<Record<GoName, string>>;
  /** Folder with the program `envoy`. */
  readonly envoy: string;
  /** Image references. */
  readonly base: string;
  readonly system: string;
  readonly pods: readonly PlacedPod[];
  /** Files that the folder of tools has: name, and the part that it comes from. */
  readonly toolFiles: readonly ToolFile[];
}

/** An image of pods, and its reference in the engine. */
export interface PlacedPod {
  readonly pod: PodImage;
  readonly image: string;
}

export interface ToolFile {
  readonly name: string;
  readonly part: GoName;
}

/** What every step of the source supply works with. */
export type Work = SupplyWork<Layout>;

export const TOOL_FILES: readonly ToolFile[] = [
  {name: 'kind', part: 'kind'},
  {name: 'kubectl', part: 'kubernetes'},
  {name: 'istioctl', part: 'istio'},
  {name: 'metallb-native.yaml', part: 'metallb'},
  {name: 'prometheus.yaml', part: 'istio'},
  {name: 'jaeger.yaml', part: 'istio'},
];

/** Works every name out for a lab with this version of Istio. */
export function layoutOf(folders: SupplyFolders, istio: string): Layout {
  const {images, cache} = folders;
  const parts = partsFor(istio);
  const hashes = hashesOf(folders, parts);
  const systemFiles = filesBelow(join(images, 'node/files')).map((name) => `node/files/${name}`);
  const systemHash = fingerprint(
    hashes.base,
    hashes.go('kind'),
    DEBIAN.node,
    recipeFiles(images, ['node/Dockerfile', ...systemFiles]),
  );
  const pods = podImages(istio).map((pod) => ({pod, image: podReference(pod, hashes.pod(pod))}));
  const nodeHash = fingerprint(
    systemHash,
    hashes.go('kubernetes'),
    hashes.go('istio'),
    pods.map(({image}) => image),
    recipeFiles(images, ['node/bake.sh']),
  );
  const clientHash = fingerprint(hashes.base, hashes.workloads(), recipeFiles(images, ['client/Dockerfile']));
  return {
    folders,
    parts,
    go: Object.fromEntries(
      GO_NAMES.map((name) => [name, join(cache, 'parts', `${name}-${hashes.go(name)}`)]),
    ) as Record<GoName, string>,
    envoy: join(cache, 'parts', `envoy-${hashes.envoy}`),
    base: `eastwest/base:${hashes.base}`,
    system: `eastwest/node-system:${systemHash}`,
    pods,
    node: `eastwest/node:${COMMON_PARTS.kubernetes.version}-${nodeHash}`,
    client: `eastwest/client:${clientHash}`,
    tools: toolsFolder(folders, hashes),
    toolFiles: TOOL_FILES,
  };
}

/** Folder with the programs and manifests that a lab is made with. */
export function toolsFolder({cache}: SupplyFolders, hashes: Hashes): string {
  return join(cache, 'tools', fingerprint(TOOL_FILES.map(({name, part}) => [name, hashes.go(part)])));
}

/** What the engine calls an image of pods: names that registries know may mean others here. */
export function podReference({name}: PodImage, hash: string): string {
  return `eastwest/pod-${name}:${hash}`;
}
