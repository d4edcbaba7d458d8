import {createHash} from 'node:crypto';
import {z} from 'zod';
import {ADDONS} from '../../lab/lab.js';
import {spanOf} from './tar.js';

/** Goes up whenever an older program could misread a bundle. */
export const FORMAT_VERSION = 1;

/** The manifest is the first entry, the sums of all others the last one. */
export const MANIFEST_PATH = 'bundle.json';
export const SUMS_PATH = 'SHA256SUMS';

/** The folders and files that the parts of a bundle may lie in: nothing else gets onto a disk. */
const TOP_LEVEL = new Set([
  'LICENSE',
  'README.md',
  'blobs',
  'ch12',
  'docs',
  'labs',
  'manifest.json',
  'sbom.cdx.json',
  'scenarios',
  'tools',
]);

const hex = z.string().regex(/^[0-9a-f]{64}$/, 'expected a SHA-256 in hexadecimal digits');
const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 hexadecimal digits');
const name = z.string().regex(/^[A-Za-z0-9][-A-Za-z0-9._+]*$/, 'expected a plain name');
const version = z.string().regex(/^[0-9A-Za-z][-0-9A-Za-z.+ ]*$/, 'expected a version');

/** Relative, of plain names, short enough for every tar: no part can leave the folder that it is unpacked to. */
const path = z
  .string()
  .max(100)
  .refine(
    (text) => text.split('/').every((segment) => name.safeParse(segment).success),
    'expected a relative path of plain names',
  )
  .refine((text) => TOP_LEVEL.has(text.split('/', 1)[0] ?? ''), 'expected a folder that bundles have');

const part = z.strictObject({
  path,
  bytes: z.int().min(0),
  sha256: hex,
  executable: z.literal(true).optional(),
});

const image = z.strictObject({
  /** What it was called where the bundle was made. */
  reference: z.string().regex(/^[a-z0-9][-a-z0-9._/:]*$/, 'expected a reference of an image'),
  config: digest,
  layers: z.array(z.strictObject({blob: digest, unpacked: digest})).min(1),
});

const platform = z.strictObject({os: name, architecture: name});

export const manifestSchema = z.strictObject({
  format: z.literal('eastwest-bundle'),
  formatVersion: z.literal(FORMAT_VERSION),
  madeFrom: z.strictObject({
    eastwest: version,
    supply: z.enum(['source', 'registry']),
    versions: z.strictObject({istio: version, kubernetes: version, metallb: version}),
    proxy: z.strictObject({kind: z.enum(['istio-proxy', 'stock-envoy']), version}),
  }),
  /** What the images run on, and what the programs under tools/ do. */
  platform: z.strictObject({images: platform, tools: platform}),
  images: z.strictObject({node: image, client: image}),
  /** Paths of the parts that a plan names. */
  tools: z.strictObject({kind: path, kubectl: path, istioctl: path, metallbManifest: path}),
  addons: z.partialRecord(z.enum(ADDONS), z.strictObject({manifest: path, version})),
  /** In the order of the file. */
  parts: z.array(part).min(1),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type Part = z.infer<typeof part>;
export type ImageEntry = z.infer<typeof image>;
export type Platform = z.infer<typeof platform>;

/** Whether a part can be called so. */
export function isPartPath(text: string): boolean {
  return path.safeParse(text).success;
}

/** Path of the part that holds a blob of an image. */
export function blobPath(digestOfBlob: string): string {
  return `blobs/${digestOfBlob.replace(':', '/')}`;
}

/** The manifest as it stands in the file, filled with spaces up to a size that was reserved for it. */
export function manifestText(manifest: Manifest, bytes: number): Buffer {
  const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
  if (text.length > bytes)
    throw new RangeError(`${text.length} bytes of manifest where ${bytes} are reserved`);
  return Buffer.concat([text.subarray(0, -1), Buffer.alloc(bytes - text.length, ' '), Buffer.from('\n')]);
}

/** 12 hex digits that differ when any byte of the bundle does. */
export function bundleId(manifest: Buffer): string {
  return sha256(manifest).slice(0, 12);
}

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** The last entry: what `sha256sum --check` reads. */
export function sumsText(manifest: Buffer, parts: readonly Part[]): Buffer {
  const lines = [{path: MANIFEST_PATH, sha256: sha256(manifest)}, ...parts].map(
    (one) => `${one.sha256}  ${one.path}\n`,
  );
  return Buffer.from(lines.join(''));
}

export interface PlacedPart extends Part {
  /** Where its header begins in the file. */
  readonly at: number;
}

/** Where each part lies, which the sizes alone decide. */
export function placed(manifestBytes: number, parts: readonly Part[]): readonly PlacedPart[] {
  let at = spanOf(manifestBytes);
  return parts.map((one) => {
    const here = {...one, at};
    at += spanOf(one.bytes);
    return here;
  });
}
