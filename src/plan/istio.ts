import {EastwestError} from '../base/errors.js';
import type {ClusterPlan, IstioPlan, Plan} from './plan.js';

/** The label by which Istio says whose a thing is: of which control plane, by its revision. */
export const REV = 'istio.io/rev';

/** What Istio calls the revision of a control plane that was installed without one. */
export const DEFAULT_REVISION = 'default';

/** Deployment and Service of a cluster's control plane: `istiod`, or with a revision `istiod-1-18-2`. */
export function istiodName({istio}: {readonly istio: IstioPlan}): string {
  return `istiod${revisionSuffix(istio)}`;
}

/** Whether a Deployment is a control plane, of whatever revision. */
export function isIstiod(name: string): boolean {
  return name === 'istiod' || name.startsWith('istiod-');
}

/** What the names of a control plane's objects end in: nothing, or `-1-18-2`. */
export function revisionSuffix({revision}: IstioPlan): string {
  return revision === undefined ? '' : `-${revision}`;
}

/** The value that `REV` has for it. */
export function revisionLabel({revision}: IstioPlan): string {
  return revision ?? DEFAULT_REVISION;
}

export function sameIstio(one: IstioPlan, other: IstioPlan): boolean {
  return one.version === other.version && one.revision === other.revision;
}

/** `1.18.2`, or `1.18.2, revision 1-18-2`. */
export function istioText({version, revision}: IstioPlan): string {
  return revision === undefined ? version : `${version}, revision ${revision}`;
}

/** The plan with another mesh in one cluster. Pure. */
export function withIstio(plan: Plan, cluster: string, istio: IstioPlan): Plan {
  const changed = (one: ClusterPlan): ClusterPlan => (one.name === cluster ? {...one, istio} : one);
  return {...plan, clusters: plan.clusters.map(changed)};
}

/** Every version that runs in the mesh, each once, in the order of the clusters. */
export function istioVersions({clusters}: Pick<Plan, 'clusters'>): readonly string[] {
  return [...new Set(clusters.map(({istio}) => istio.version))];
}

/** The latest version that runs in the mesh: its tools know what the others say as well. */
export function latestOf({clusters}: Pick<Plan, 'clusters'>): string {
  const versions = istioVersions({clusters});
  return versions.reduce((one, other) => (byNumber(other, one) > 0 ? other : one));
}

/** Compares two versions such as `1.9.0` and `1.18.2`: below 0 where the first is the earlier one. */
export function byNumber(one: string, other: string): number {
  const [first, second] = [one, other].map((version) => version.split('.').map(Number));
  const place = [0, 1, 2].find((index) => (first?.[index] ?? 0) !== (second?.[index] ?? 0)) ?? 0;
  return (first?.[place] ?? 0) - (second?.[place] ?? 0);
}

/** Full path of the istioctl of a version; undefined where the supply has none. */
export function istioctlIn(
  {supplied, versions}: Pick<Plan, 'supplied' | 'versions'>,
  version: string,
): string | undefined {
  return version === versions.istio ? supplied.tools.istioctl : supplied.istio[version]?.istioctl;
}

/**
 * The same, for those who cannot do without.
 *
 * @throws UPGRADE-NOT-AT-HAND
 */
export function istioctlPath(plan: Pick<Plan, 'supplied' | 'versions'>, version: string): string {
  const found = istioctlIn(plan, version);
  if (found !== undefined) return found;
  const {supply, istio} = plan.supplied;
  throw new EastwestError(`the supply ${supply} has no istioctl ${version}`, {
    code: 'UPGRADE-NOT-AT-HAND',
    hint: `it has ${Object.keys(istio).join(', ')}`,
  });
}
