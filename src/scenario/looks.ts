import type {Look} from '../base/wait-for.js';
import type {Kube, KubeRef} from '../drivers/kube/kube.js';
import {lookDeployment} from '../drivers/kube/workloads.js';

/** Looks one after the other, up to the first that is not as wanted. */
export async function lookAll(looks: readonly (() => Promise<Look>)[]): Promise<Look> {
  const seen: string[] = [];
  for (const look of looks) {
    const found = await look();
    if (!found.done) return found;
    seen.push(found.seen);
  }
  return {done: true, seen: seen.join('; ')};
}

/** As wanted where nothing differs; says every difference. */
export function lookAt(differences: readonly string[], asWanted: string): Look {
  const [first] = differences;
  return first === undefined ? {done: true, seen: asWanted} : {done: false, seen: differences.join('; ')};
}

/** Of objects that were just changed, the Deployments must also be rolled out. */
export function rolloutLooks(kube: Kube, refs: readonly KubeRef[]): readonly (() => Promise<Look>)[] {
  return refs
    .filter(({kind}) => kind === 'Deployment')
    .map(
      ({metadata: {name, namespace = ''}}) =>
        () =>
          lookDeployment(kube, namespace, name),
    );
}
