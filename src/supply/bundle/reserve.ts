import {manifestSchema, type Manifest} from './manifest.js';
import {ROLES, type Images} from './origin.js';
import type {TarEntry} from './tar.js';

const UNIT_BYTES = 4096;
const SHA256 = 'f'.repeat(64);
const DIGEST = `sha256:${SHA256}`;

/** Room for the manifest, which is written last: as large as it can get with these files and layers. */
export function reservedBytes(
  head: Omit<Manifest, 'parts' | 'images'>,
  files: readonly TarEntry[],
  images: Images,
  reference: (role: keyof Images) => string,
): number {
  const layersOf = (role: keyof Images) => images[role].layers.map(() => ({blob: DIGEST, unpacked: DIGEST}));
  const entry = (role: keyof Images) => ({
    reference: reference(role),
    config: DIGEST,
    layers: layersOf(role),
  });
  const blobs = ROLES.flatMap((role) => [DIGEST, ...images[role].layers]).map(() => ({
    path: `blobs/sha256/${SHA256}`,
    bytes: Number.MAX_SAFE_INTEGER,
    sha256: SHA256,
  }));
  const largest: Manifest = {
    ...head,
    images: {client: entry('client'), node: entry('node')},
    parts: [
      ...files.map(({path, bytes}) => ({path, bytes, sha256: SHA256, executable: true as const})),
      ...blobs,
      {path: 'manifest.json', bytes: Number.MAX_SAFE_INTEGER, sha256: SHA256},
    ],
  };
  const text = JSON.stringify(manifestSchema.parse(largest), null, 1);
  return Math.ceil((text.length + 1) / UNIT_BYTES) * UNIT_BYTES;
}
