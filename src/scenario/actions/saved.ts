import type {Plan} from '../../plan/plan.js';
import {shellLine} from '../commands.js';
import {objectWords, type ObjectTarget} from './target.js';

// What the API server has written in; it refuses a new object that claims to have them.
const SERVER_FIELDS = '.metadata.uid, .metadata.resourceVersion, .metadata.creationTimestamp, .status';

/** The file that a person keeps an object in before deleting it. */
export function savedFile(cluster: string, {kind, name}: ObjectTarget): string {
  return `${cluster}-${kind.toLowerCase()}-${name}.json`;
}

/** Keeps an object as it is, fit to be applied again. */
export function saveLine(cluster: string, target: ObjectTarget, plan: Plan): string {
  const get = shellLine(
    `k${cluster}`,
    'get',
    '--ignore-not-found',
    ...objectWords(target, plan),
    '-o',
    'json',
  );
  return `${get} | jq 'del(${SERVER_FIELDS})' > ${savedFile(cluster, target)}`;
}
