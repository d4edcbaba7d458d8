import {join} from 'node:path';
import {readYaml, type Problem, type SourceDocument} from '../base/yaml.js';
import type {LabFile} from './schema.js';

/** Where Istio reads what a cluster is called. */
const PLACES = {
  istioName: ['spec', 'values', 'global', 'multiCluster', 'clusterName'],
  network: ['spec', 'values', 'global', 'network'],
} as const;
const MESH = ['spec', 'values', 'global', 'meshID'];

/**
 * What the IstioOperator files say otherwise than the lab: most are a copy of another cluster's, and a name that was
 * left in it makes two clusters one for Istio. What a file does not say is not missed. `read` is given the path as the
 * lab has it; `folder` is for the message, as a person would write it.
 */
export function operatorProblems(
  {spec}: LabFile,
  folder: string,
  read: (path: string) => string | undefined,
): Problem[] {
  return spec.clusters.flatMap(({controlPlane, eastWestGateway, ...cluster}) =>
    [controlPlane, eastWestGateway].flatMap((path) => {
      const file = join(folder, path);
      const {documents} = readYaml(file, read(path) ?? '');
      const wanted = [
        [PLACES.istioName, cluster.istioName, `istioName of ${cluster.name}`],
        [PLACES.network, cluster.network, `network of ${cluster.name}`],
        [MESH, spec.mesh.id, 'id of the mesh'],
      ] as const;
      return documents.flatMap((source) =>
        wanted.flatMap(([place, name, owner]) => {
          const found = textAt(source, place);
          if (found === undefined || found === name) return [];
          return [source.problemAt(place, `${place.at(-1)} ${found}; the lab says ${name} (${owner})`)];
        }),
      );
    }),
  );
}

function textAt({value}: SourceDocument, place: readonly string[]): string | undefined {
  const found = place.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null ? (part as Record<string, unknown>)[key] : undefined,
    value,
  );
  return typeof found === 'string' ? found : undefined;
}
