import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Docker} from '../../../drivers/docker/docker.js';
import type {Plan} from '../../../plan/plan.js';
import {ENVOY, partsFor} from '../../source/catalog.js';
import {recipeFolder} from '../../source/go-part.js';
import {layoutOf} from '../../registry/layout.js';
import {PULLED_LABEL} from '../../registry/pulled.js';
import {SUPPLY_LABEL} from '../../work.js';
import {debianPackages, DPKG_STATUS} from './debian.js';
import {goModules} from './go-mod.js';
import type {Inventory} from './sbom.js';

const OS_RELEASE = '/usr/lib/os-release';

/**
 * Looks up what the parts of a bundle are made from: dpkg in the images, then the recipes of the source supply, or
 * what the registry supply has pulled and fetched.
 */
export async function inventoryOf(
  plan: Plan,
  images: readonly {readonly name: string; readonly reference: string; readonly id: string}[],
  docker: Pick<Docker, 'image' | 'readImageFiles'>,
  version: string,
): Promise<Inventory> {
  return {
    version,
    images: await Promise.all(
      images.map(async ({name, reference, id}) => {
        const files = await docker.readImageFiles(reference, [DPKG_STATUS, OS_RELEASE], {
          [SUPPLY_LABEL]: 'sbom',
        });
        const status = files[DPKG_STATUS];
        const distribution = /^ID="?([^"\n]+)/m.exec(files[OS_RELEASE] ?? '')?.[1] ?? 'debian';
        return {name, id, distribution, packages: status === undefined ? undefined : debianPackages(status)};
      }),
    ),
    ...(plan.supplied.supply === 'source' ? builtFrom(plan) : await fetchedFrom(plan, docker)),
  };
}

type Parts = Pick<Inventory, 'programs' | 'wheels' | 'pulled' | 'files'>;

function builtFrom({supplied, versions}: Plan): Parts {
  const programs = Object.values(partsFor(versions.istio)).map((part) => ({
    name: part.name,
    version: part.version,
    modules: goModules(readFileSync(join(supplied.folders.images, recipeFolder(part), 'go.mod'), 'utf8')),
  }));
  const {package: name, version, sha256} = ENVOY;
  return {programs, wheels: [{name, version, sha256}], pulled: [], files: []};
}

async function fetchedFrom({supplied, versions}: Plan, docker: Pick<Docker, 'image'>): Promise<Parts> {
  const {folders, images, from} = supplied;
  if (from === undefined)
    throw new RangeError(`the supply ${supplied.supply} does not say where it takes from`);
  const {kind, kubectl, release, metallb, kindVersion} = layoutOf(folders, versions, from).selection;
  const label = (await docker.image(images.node))?.labels[PULLED_LABEL] ?? '';
  const versionOf = {
    [kind.name]: kindVersion,
    [kubectl.name]: versions.kubernetes,
    [release.name]: versions.istio,
    [metallb.name]: versions.metallb,
  };
  return {
    programs: [],
    wheels: [],
    pulled: label.split(/\s+/).filter((one) => one !== ''),
    files: [kind, kubectl, release, metallb].map(({name, url, sha256}) => ({
      name,
      version: versionOf[name] ?? '',
      url,
      sha256,
    })),
  };
}
