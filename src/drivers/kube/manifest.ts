import {readFile} from 'node:fs/promises';
import {counted} from '../../base/counted.js';
import {EastwestError} from '../../base/errors.js';
import {problemText, readYaml} from '../../base/yaml.js';
import type {Look} from '../../base/wait-for.js';
import {drift} from './drift.js';
import type {Kube, KubeObject} from './kube.js';

/** Several steps look at the same file in both clusters: as long as its text is the same, it is parsed once. */
const parsedFiles = new Map<string, {readonly text: string; readonly objects: readonly KubeObject[]}>();

/** The objects of a manifest file, in its order. */
export async function readManifest(file: string): Promise<readonly KubeObject[]> {
  const text = await readFile(file, 'utf8');
  const known = parsedFiles.get(file);
  if (known?.text === text) return known.objects;
  const objects = parseManifest(file, text);
  parsedFiles.set(file, {text, objects});
  return objects;
}

/** The objects of a manifest text; `file` names it in errors. */
export function parseManifest(file: string, text: string): readonly KubeObject[] {
  const {documents, problems} = readYaml(file, text);
  const shapes = documents.filter(({value}) => value !== undefined && !isObject(value));
  const wrong = [
    ...problems,
    ...shapes.map((source) => source.problemAt([], 'expected apiVersion, kind and metadata.name')),
  ];
  if (wrong.length > 0) {
    throw new EastwestError(`${file} is not a Kubernetes manifest`, {
      code: 'MANIFEST-BAD',
      details: wrong.map(problemText),
    });
  }
  return documents.map(({value}) => value as KubeObject);
}

/** Whether a cluster has all of these objects as they are wanted. */
export async function lookApplied(kube: Kube, objects: readonly KubeObject[]): Promise<Look> {
  const found = await Promise.all(
    objects.map(async (object) => {
      const live = await kube.get(object);
      const name = `${object.kind} ${object.metadata.name}`;
      return live === undefined
        ? [`${name} is missing`]
        : drift(object, live).map((where) => `${name}: ${where}`);
    }),
  );
  const all = found.flat();
  const [first] = all;
  if (first === undefined) return {done: true, seen: `${counted(objects.length, 'object')} as wanted`};
  return {done: false, seen: all.length === 1 ? first : `${first}, and ${all.length - 1} more`};
}

/** How kubectl patches it: custom resources know no strategic merge. */
export function patchTypeOf(apiVersion: string): 'strategic' | 'merge' {
  return apiVersion.includes('.') && !apiVersion.includes('k8s.io') ? 'merge' : 'strategic';
}

function isObject(value: unknown): value is KubeObject {
  const {apiVersion, kind, metadata} = (value ?? {}) as Record<string, unknown>;
  const name = (metadata as {name?: unknown} | undefined)?.name;
  return typeof apiVersion === 'string' && typeof kind === 'string' && typeof name === 'string';
}
