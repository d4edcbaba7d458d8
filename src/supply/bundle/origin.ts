import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {EastwestError} from '../../base/errors.js';
import type {Docker, ImageContent} from '../../drivers/docker/docker.js';
import type {Plan, Supplied} from '../../plan/plan.js';
import {bundleOf} from './loaded.js';
import type {Manifest} from './manifest.js';

/** The images of a lab, in the order in which a bundle has them: what is small can be loaded first. */
export const ROLES = ['client', 'node'] as const;

export type Role = (typeof ROLES)[number];
export type Images = Readonly<Record<Role, ImageContent>>;

export const SBOM_PATH = 'sbom.cdx.json';

export interface OriginRequest {
  readonly plan: Plan;
  /** Folder with the labs, scenarios and documentation. */
  readonly packageFolder: string;
  /** Of this program. */
  readonly version: string;
}

/** What a bundle says of where it comes from. */
export interface Origin {
  readonly madeFrom: Manifest['madeFrom'];
  /** Where labs, scenarios and documentation are. */
  readonly folder: string;
  /** What an image is called in the bundle. */
  reference(role: Role): string;
  sbom(images: Images): Promise<Buffer>;
}

/** A bundle that is made from a loaded one says what that one said, and so is the same file again. */
export async function originOf(
  {plan, packageFolder, version}: OriginRequest,
  docker: Pick<Docker, 'image' | 'readImageFiles'>,
): Promise<Origin> {
  const {supplied, versions} = plan;
  const {supply, proxy} = supplied;
  if (supply === 'bundle') {
    const {manifest, folder} = bundleOf(plan);
    return {
      madeFrom: manifest.madeFrom,
      folder,
      reference: (role) => manifest.images[role].reference,
      sbom: () => readFile(join(folder, SBOM_PATH)),
    };
  }
  // Loaded only here: nobody who uses a bundle needs it.
  const [{inventoryOf}, {sbomText}] = await Promise.all([
    import('./sbom/inventory.js'),
    import('./sbom/sbom.js'),
  ]);
  const {istio, kubernetes, metallb} = versions;
  const {kind, version: ofProxy} = proxy;
  const made = supply === 'registry' ? 'registry' : 'source';
  return {
    madeFrom: {
      eastwest: version,
      supply: made,
      versions: {istio, kubernetes, metallb},
      proxy: {kind, version: ofProxy},
    },
    folder: packageFolder,
    reference: (role) => supplied.images[role],
    sbom: async (images) => {
      const named = ROLES.map((role) => ({
        name: role,
        reference: supplied.images[role],
        id: images[role].id,
      }));
      return sbomText(await inventoryOf(plan, named, docker, version));
    },
  };
}

/** The images that a plan names, which must be there already. */
export async function builtImages({supplied}: Plan, docker: Pick<Docker, 'imageContent'>): Promise<Images> {
  const [client, node] = await Promise.all(ROLES.map((role) => docker.imageContent(supplied.images[role])));
  if (client !== undefined && node !== undefined) return {client, node};
  throw notBuilt(`image ${supplied.images[client === undefined ? 'client' : 'node']}`, supplied);
}

/** For what a bundle is to be made of and is not there. */
export function notBuilt(what: string, {supply}: Pick<Supplied, 'supply'>): EastwestError {
  return new EastwestError(`there is no ${what} to put into a bundle`, {
    code: 'BUNDLE-NOT-BUILT',
    hint:
      supply === 'bundle'
        ? 'load the bundle again: eastwest bundle load FILE'
        : `make it first: eastwest supply bake --supply ${supply}`,
  });
}
