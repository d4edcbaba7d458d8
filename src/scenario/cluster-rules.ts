import type {Path, Problem, SourceDocument} from '../base/yaml.js';
import {didYouMean} from './did-you-mean.js';
import {fieldsAt, textList, type Fields} from './fields.js';
import type {Surroundings} from './surroundings.js';

/** Clusters that a scenario needs, as the file has them. */
export function neededClusters(value: unknown): readonly string[] {
  return textList(fieldsAt(fieldsAt(fieldsAt({value}, 'value'), 'spec'), 'needs')['clusters']);
}

/** Clusters that a scenario needs and the lab does not have: `run` skips it. */
export function absentClusters(source: SourceDocument, lab: Surroundings): readonly Problem[] {
  return neededClusters(source.value).flatMap((name, index) => {
    if (lab.clusters.includes(name)) return [];
    const message = `the scenario is skipped here: the lab has no cluster "${name}"${didYouMean(name, lab.clusters)} (clusters: ${lab.clusters.join(', ')})`;
    return [source.problemAt(['spec', 'needs', 'clusters', index], message)];
  });
}

/** Needs of apps in clusters that neither the lab has nor the scenario needs. */
export function needsProblems(source: SourceDocument, spec: Fields, lab: Surroundings): readonly Problem[] {
  return textList(fieldsAt(spec, 'needs')['apps']).flatMap((text, index) =>
    unknownCluster(source, text.split('/')[0] ?? '', ['spec', 'needs', 'apps', index], lab),
  );
}

/** Keys whose text is a cluster's name, and keys under which there are more such mappings. */
const CLUSTER_KEYS = ['cluster', 'gateway', 'node', 'reads'];
const PLACES = ['from', 'pod', 'at', 'call', 'during', 'callers', 'callees'];

interface Place {
  readonly fields: Fields;
  readonly at: Path;
}

/** The mapping that stands there, or each one of a list. */
function placesAt(part: unknown, path: Path): readonly Place[] {
  if (!Array.isArray(part)) return [{fields: fieldsAt({part}, 'part'), at: path}];
  return part.map((item: unknown, index) => ({fields: fieldsAt({item}, 'item'), at: [...path, index]}));
}

/** Clusters that a step names, at any depth, and the lab does not have. */
export function clusterProblems(
  source: SourceDocument,
  value: Fields,
  path: Path,
  lab: Surroundings,
): readonly Problem[] {
  const check = ({fields, at}: Place): readonly Problem[] => clusterProblems(source, fields, at, lab);
  return Object.entries(value).flatMap(([key, part]) => {
    if (CLUSTER_KEYS.includes(key) && typeof part === 'string') {
      return unknownCluster(source, part, [...path, key], lab);
    }
    if (key === 'clusters') {
      return textList(part).flatMap((name, index) =>
        unknownCluster(source, name, [...path, key, index], lab),
      );
    }
    return PLACES.includes(key) ? placesAt(part, [...path, key]).flatMap(check) : [];
  });
}

function unknownCluster(
  source: SourceDocument,
  name: string,
  path: Path,
  {clusters}: Surroundings,
): readonly Problem[] {
  if (clusters.includes(name)) return [];
  const message = `the lab has no cluster "${name}"${didYouMean(name, clusters)} (clusters: ${clusters.join(', ')})`;
  return [source.problemAt(path, message)];
}

/** A container that calls and is not the lab's client. */
export function clientProblems(
  source: SourceDocument,
  {from}: Fields,
  path: Path,
  {client}: Surroundings,
): readonly Problem[] {
  if (typeof from !== 'string' || client === undefined || from === client) return [];
  return [source.problemAt([...path, 'from'], `the lab's client container is "${client}", not "${from}"`)];
}
