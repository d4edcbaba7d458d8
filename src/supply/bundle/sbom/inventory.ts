import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Docker} from '../../../drivers/docker/docker.js';
import type {Plan} from '../../../plan/plan.js';
import {ENVOY, GO_PARTS} from '../../source/catalog.js';
import {SUPPLY_LABEL} from '../../work.js';
import {debianPackages, DPKG_STATUS} from './debian.js';
import {goModules} from './go-mod.js';
import type {Inventory} from './sbom.js';

const OS_RELEASE = '/usr/lib/os-release';

/** Looks up what the parts of a bundle are made from: dpkg in the images, the recipes of the source supply. */
export async function inventoryOf(
  {supplied, versions}: Plan,
  images: readonly {readonly name: string; readonly reference: string; readonly id: string}[],
  docker: Pick<Docker, 'readImageFiles'>,
  version: string,
): Promise<Inventory> {
  const built = supplied.supply === 'source';
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
    programs: built
      ? Object.values(GO_PARTS).map(({name, version: at}) => ({
          name,
          version: at,
          modules: goModules(readFileSync(join(supplied.folders.images, name, 'go.mod'), 'utf8')),
        }))
      : [
          {name: 'kubernetes', version: versions.kubernetes, modules: []},
          {name: 'istio', version: versions.istio, modules: []},
          {name: 'metallb', version: versions.metallb, modules: []},
        ],
    wheels: built ? [{name: ENVOY.package, version: ENVOY.version, sha256: ENVOY.sha256}] : [],
  };
}
