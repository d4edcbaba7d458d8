import {join} from 'node:path';
import type {KubeObject} from '../../drivers/kube/kube.js';
import {readManifest} from '../../drivers/kube/manifest.js';
import type {Bench} from '../bench.js';
import {objectRef} from './target.js';

/** The objects of a manifest, as they stand in it, each with the namespace that it goes to; `file` is relative to the lab's folder. */
export async function manifestObjects(file: string, bench: Bench): Promise<readonly KubeObject[]> {
  const objects = await readManifest(join(bench.plan.folder, file));
  return objects.map((object) => {
    const {metadata} = objectRef(
      {...object.metadata, apiVersion: object.apiVersion, kind: object.kind},
      bench,
    );
    return {...object, metadata: {...object.metadata, ...metadata}};
  });
}
