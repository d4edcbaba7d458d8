import {EastwestError, EXIT} from '../base/errors.js';
import {versionsText} from '../base/version.js';
import type {Docker} from '../drivers/docker/docker.js';
import type {Plan, SuppliedIstio} from '../plan/plan.js';
import {folderProduct} from './products.js';

type Asked = Pick<Plan, 'supplied' | 'versions'>;

interface LookDrivers {
  readonly docker: Pick<Docker, 'image'>;
}

/** The versions of Istio whose istioctl and images are really there, the oldest first. */
export async function istioAtHand(plan: Asked, drivers: LookDrivers): Promise<readonly string[]> {
  const all = Object.values(plan.supplied.istio);
  const there = await Promise.all(all.map((istio) => isAtHand(istio, plan, drivers)));
  return all.flatMap(({version}, place) => (there[place] === true ? [version] : []));
}

/**
 * What the supply has of a version of Istio.
 *
 * @throws SUPPLY-UNKNOWN-VERSION where it never has it, SUPPLY-NOT-BUILT where it only is not there yet
 */
export async function requireIstio(
  plan: Asked,
  version: string,
  drivers: LookDrivers,
): Promise<SuppliedIstio> {
  const {supply, istio} = plan.supplied;
  const found = Object.hasOwn(istio, version) ? istio[version] : undefined;
  if (found !== undefined && (await isAtHand(found, plan, drivers))) return found;
  const there = `at hand: Istio ${(await istioAtHand(plan, drivers)).join(', ') || 'of no version'}`;
  if (found !== undefined) {
    throw new EastwestError(`Istio ${version} is not built`, {
      code: 'SUPPLY-NOT-BUILT',
      details: [there],
      hint: supply === 'source' ? `eastwest supply build --istio ${version}` : 'eastwest supply bake',
      exitCode: EXIT.usage,
    });
  }
  const has = versionsText(version, Object.keys(istio));
  throw new EastwestError(`the ${supply} supply does not have Istio ${version} (it has ${has})`, {
    code: 'SUPPLY-UNKNOWN-VERSION',
    details: [there],
    hint: 'name one of these',
    exitCode: EXIT.usage,
  });
}

/** The images of the lab's own version are in its node image, whether the engine still has them by themselves or not. */
async function isAtHand(
  {version, istioctl, images}: SuppliedIstio,
  {supplied, versions}: Asked,
  {docker}: LookDrivers,
): Promise<boolean> {
  if (!(await folderProduct(istioctl).there())) return false;
  if (version === versions.istio && (await docker.image(supplied.images.node)) !== undefined) return true;
  const found = await Promise.all([images.pilot, images.proxyv2].map((image) => docker.image(image)));
  return found.every((image) => image !== undefined);
}
