import {z} from 'zod';

const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, 'expected sha256: and 64 hex digits');
const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hex digits');
const image = z
  .string()
  .regex(/^[a-z0-9.-]+(:\d+)?\/[a-z0-9./_-]+:[\w.{}-]+$/, 'expected REGISTRY[:PORT]/NAME:TAG');
const url = z.string().regex(/^https:\/\//, 'expected a URL that begins with https');
export const PLATFORMS = ['linux-amd64', 'linux-arm64', 'darwin-amd64', 'darwin-arm64'] as const;
const byPlatform = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(PLATFORMS), value);

/** Something to fetch: `{version}`, `{os}`, `{arch}` and `{platform}` are filled in. */
const download = z.strictObject({
  url,
  /** The publisher's own checksum file: the first word of it is the SHA-256. */
  checksum: url.optional(),
  /** What the publisher calls each platform, where that is not OS-ARCH. */
  platforms: byPlatform(z.string()).optional(),
});
const sums = z.strictObject({sha256: byPlatform(sha256).optional()});

/** The form of a catalog. */
export const catalogSchema = z.strictObject({
  apiVersion: z.literal('eastwest/v1'),
  kind: z.literal('Catalog'),
  istio: z.strictObject({
    images: z.strictObject({pilot: image, proxy: image}),
    release: download,
    versions: z.record(
      z.string(),
      z.strictObject({
        digests: z.strictObject({pilot: digest.optional(), proxy: digest.optional()}).optional(),
        sha256: byPlatform(sha256).optional(),
      }),
    ),
  }),
  kubernetes: z.strictObject({
    node: image,
    kubectl: download,
    versions: z.record(
      z.string(),
      z.strictObject({kind: z.string(), digest: digest.optional(), sha256: byPlatform(sha256).optional()}),
    ),
  }),
  kindRelease: download.extend({versions: z.record(z.string(), sums)}),
  metallb: z.strictObject({
    images: z.strictObject({controller: image, speaker: image}),
    manifest: download,
    versions: z.record(
      z.string(),
      z.strictObject({
        sha256: sha256.optional(),
        digests: z.strictObject({controller: digest.optional(), speaker: digest.optional()}).optional(),
      }),
    ),
  }),
  node: z.strictObject({image, digest: digest.optional()}),
  /** Digests of images that a release names by itself, as its addons; by reference. */
  others: z.record(z.string(), digest).optional(),
});

export type Catalog = z.infer<typeof catalogSchema>;
export type Platform = (typeof PLATFORMS)[number];
export type Download = z.infer<typeof download>;
