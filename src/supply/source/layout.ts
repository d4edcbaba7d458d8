import {join} from 'node:path';
import {DEBIAN, ENVOY, GO, GO_PARTS, type GoName} from './catalog.js';
import type {Ends, SupplyFolders, SupplyWork} from '../work.js';
import {workloadsOf} from '../workloads.js';
import {POD_IMAGES, type Ingredient, type PodImage} from './pods.js';
import {filesBelow, fingerprint, recipeFiles} from '../recipe.js';

/** Where each product of the source supply lies: every name carries the hash of what it is made from. */
export interface Layout extends Ends {
  /** Folder of each Go part's products. */
  readonly go: Readonly<Record<GoName, string>>;
  /** Folder with the program `envoy`. */
  readonly envoy: string;
  /** Image references. */
  readonly base: string;
  readonly system: string;
  readonly pods: readonly {readonly pod: PodImage; readonly image: string}[];
  /** Files that the folder of tools has: name, and the part that it comes from. */
  readonly toolFiles: readonly {readonly name: string; readonly part: GoName}[];
}

/** What every step of the source supply works with. */
export type Work = SupplyWork<Layout>;

const TOOL_FILES: Layout['toolFiles'] = [
  {name: 'kind', part: 'kind'},
  {name: 'kubectl', part: 'kubernetes'},
  {name: 'istioctl', part: 'istio'},
  {name: 'metallb-native.yaml', part: 'metallb'},
  {name: 'prometheus.yaml', part: 'istio'},
  {name: 'jaeger.yaml', part: 'istio'},
];

/** Works every name out; reads the recipes and the compiled workloads, nothing else. */
export function layoutOf(folders: SupplyFolders): Layout {
  const {images, cache} = folders;
  const goNames = Object.keys(GO_PARTS) as GoName[];
  const goHash = Object.fromEntries(goNames.map((name) => [name, hashOfGo(name, images)])) as Record<
    GoName,
    string
  >;
  const envoyHash = fingerprint(ENVOY, recipeFiles(images, ['envoy/requirements.txt']));
  const baseHash = fingerprint(DEBIAN.release, DEBIAN.base, recipeFiles(images, ['base/Dockerfile']));
  const workloads = workloadsOf(folders);
  const systemFiles = filesBelow(join(images, 'node/files')).map((name) => `node/files/${name}`);
  const systemHash = fingerprint(
    baseHash,
    goHash.kind,
    DEBIAN.node,
    recipeFiles(images, ['node/Dockerfile', ...systemFiles]),
  );

  const hashOf = (ingredient: Ingredient): unknown => {
    if (ingredient.part === 'workloads') return workloads;
    if (ingredient.part === 'recipe') return recipeFiles(images, [ingredient.file]);
    return ingredient.part === 'envoy' ? envoyHash : goHash[ingredient.part];
  };
  const pods = POD_IMAGES.map((pod) => {
    const hash = fingerprint(baseHash, pod, recipeFiles(images, [pod.dockerfile]), pod.from.map(hashOf));
    return {pod, image: `eastwest/pod-${pod.name}:${hash}`};
  });
  const nodeHash = fingerprint(
    systemHash,
    goHash.kubernetes,
    goHash.istio,
    pods.map(({image}) => image),
    recipeFiles(images, ['node/bake.sh']),
  );
  const clientHash = fingerprint(baseHash, workloads, recipeFiles(images, ['client/Dockerfile']));
  const toolsHash = fingerprint(TOOL_FILES.map(({name, part}) => [name, goHash[part]]));
  return {
    folders,
    go: Object.fromEntries(
      goNames.map((name) => [name, join(cache, 'parts', `${name}-${goHash[name]}`)]),
    ) as Record<GoName, string>,
    envoy: join(cache, 'parts', `envoy-${envoyHash}`),
    base: `eastwest/base:${baseHash}`,
    system: `eastwest/node-system:${systemHash}`,
    pods,
    node: `eastwest/node:${GO_PARTS.kubernetes.version}-${nodeHash}`,
    client: `eastwest/client:${clientHash}`,
    tools: join(cache, 'tools', toolsHash),
    toolFiles: TOOL_FILES,
  };
}

function hashOfGo(name: GoName, images: string): string {
  return fingerprint(GO, GO_PARTS[name], recipeFiles(images, [`${name}/go.mod`, `${name}/go.sum`]));
}
