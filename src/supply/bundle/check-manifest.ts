import {blobPath, MANIFEST_PATH, type Manifest} from './manifest.js';
import {damaged} from './refusal.js';

/** What the form alone does not say: every part is there once, and everything named is a part. */
export function checkManifest(file: string, {parts, images, tools, addons}: Manifest): void {
  const refuse = (what: string): never => {
    throw damaged(file, MANIFEST_PATH, what);
  };
  const paths = new Set<string>();
  for (const {path, sha256} of parts) {
    // Without regard to case, since some file systems have none.
    const key = path.toLowerCase();
    if (paths.has(key)) refuse(`${path} is there twice`);
    paths.add(key);
    if (path.startsWith('blobs/') && path !== blobPath(`sha256:${sha256}`)) refuse(`${path} is misnamed`);
  }
  for (const path of paths) {
    const folders = path.split('/').slice(0, -1);
    for (let depth = 1; depth <= folders.length; depth++) {
      const folder = folders.slice(0, depth).join('/');
      if (paths.has(folder)) refuse(`${folder} is a file and a folder`);
    }
  }
  const digests = Object.values(images).flatMap(({config, layers}) => [
    config,
    ...layers.map(({blob}) => blob),
  ]);
  const manifests = Object.values(addons).map(({manifest}) => manifest);
  const needed = new Set([...digests.map(blobPath), ...Object.values(tools), ...manifests]);
  for (const path of needed) if (!paths.has(path.toLowerCase())) refuse(`${path} is missing`);
  for (const path of paths) {
    if (path.startsWith('blobs/') && !needed.has(path)) refuse(`no image has ${path}`);
  }
}
