import type {Plan} from '../../plan/plan.js';

/** The addons that the lab has, and in one line with them those that its supply cannot give it. */
export function addonsText({clusters, missingAddons, supplied}: Plan): string {
  const there = new Map(
    clusters.flatMap(({addons}) => addons.map(({name, version}) => [name, version] as const)),
  );
  const has = [...there].map(([name, version]) => `${name} ${version}`).join(', ');
  const missing =
    missingAddons.length === 0
      ? ''
      : `; the ${supplied.supply} supply does not have ${missingAddons.join(', ')}`;
  return `addons ${has === '' ? 'none' : has}${missing}`;
}
