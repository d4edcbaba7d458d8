import {createHash} from 'node:crypto';
import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {blobPath, type Manifest} from '../../src/supply/bundle/manifest.js';
import {BundleWriter} from '../../src/supply/bundle/writer.js';

const RESERVED = 4096;

/** A bundle of a few hundred bytes, made by the writer itself; its images are blobs of no meaning. */
export async function smallBundle(folder: string, name = 'small.tar'): Promise<string> {
  const file = join(folder, name);
  const handle = await open(file, 'w');
  const signal = new AbortController().signal;
  try {
    const writer = new BundleWriter(handle, {reserved: RESERVED, signal, onBytes: () => undefined});
    for (const [path, text, executable] of FILES) {
      const content = Buffer.from(text);
      const mode = executable ? {executable: true as const} : {};
      await writer.add({path, bytes: content.length, ...mode}, [content]);
    }
    for (const blob of Object.values(BLOBS)) await writer.addBlob(blob.length, [blob]);
    await writer.finish(HEAD);
  } finally {
    await handle.close();
  }
  return file;
}

export const FILES: readonly (readonly [string, string, boolean])[] = [
  ['README.md', 'read me\n', false],
  ['scenarios/ch12/a.yaml', 'a: 1\n', false],
  ['tools/istioctl', 'istioctl', true],
  ['tools/kind', 'kind', true],
  ['tools/kubectl', '', true],
  ['tools/metallb-native.yaml', 'kind: List\n', false],
  ['tools/prometheus.yaml', 'kind: List\n', false],
];

const BLOBS = {
  config: Buffer.from('{"config": 1}'),
  layer: Buffer.alloc(700, 'layer'),
};

const digestOf = (content: Buffer): string => `sha256:${createHash('sha256').update(content).digest('hex')}`;
const image = (reference: string) => ({
  reference,
  config: digestOf(BLOBS.config),
  layers: [{blob: digestOf(BLOBS.layer), unpacked: digestOf(BLOBS.layer)}],
});

export const LAYER_PATH = blobPath(digestOf(BLOBS.layer));

export const HEAD: Omit<Manifest, 'parts'> = {
  format: 'eastwest-bundle',
  formatVersion: 1,
  madeFrom: {
    eastwest: '0.1.0',
    supply: 'source',
    versions: {istio: '1.17.5', kubernetes: '1.26.15', metallb: '0.13.12'},
    proxy: {kind: 'stock-envoy', version: '1.36.2'},
  },
  platform: {
    images: {os: 'linux', architecture: 'amd64'},
    tools: {os: 'linux', architecture: 'amd64'},
  },
  images: {node: image('eastwest/node:1'), client: image('eastwest/client:1')},
  tools: {
    kind: 'tools/kind',
    kubectl: 'tools/kubectl',
    istioctl: 'tools/istioctl',
    metallbManifest: 'tools/metallb-native.yaml',
  },
  addons: {prometheus: {manifest: 'tools/prometheus.yaml', version: '2.42.0'}},
};
