import type {InstalledObject, MeshConfiguration} from '../state.js';
import {changes} from './deep.js';
import type {Seen} from './difference.js';

/** What differs between the objects of two states that are normal. */
export function objectChanges(before: MeshConfiguration, after: MeshConfiguration): readonly Seen[] {
  const [one, other] = [before, after].map(
    ({objects}) => new Map(objects.map((object) => [nameOf(object), object])),
  );
  const names = [...new Set([...(one?.keys() ?? []), ...(other?.keys() ?? [])])].sort();
  return names.flatMap((resource) => {
    const [was, is] = [one?.get(resource), other?.get(resource)];
    const object = was ?? is;
    if (object === undefined || was?.part === is?.part) return [];
    const {kind, namespace, name} = object;
    const of = {kind, ...(namespace === undefined ? {} : {namespace}), name};
    return changes(partOf(before, was), partOf(after, is)).map((change) => ({
      section: 'objects' as const,
      cluster: object.cluster,
      object: of,
      resource,
      ...change,
    }));
  });
}

function partOf({parts}: MeshConfiguration, object: InstalledObject | undefined): unknown {
  return object === undefined ? undefined : parts[object.part];
}

/** `west: Deployment istio-system/istiod`. */
function nameOf({cluster, kind, namespace, name}: InstalledObject): string {
  return `${cluster}: ${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}
