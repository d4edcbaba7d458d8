import test from 'ava';
import {addonVersion, imagesIn} from '../../../../src/supply/registry/addon-images.js';
import {proxyFacts} from '../../../../src/supply/registry/locate.js';
import {savesPlatform} from '../../../../src/supply/registry/node-image.js';
import {digestIn} from '../../../../src/supply/registry/pulled.js';
import {bytesText} from '../../../../src/supply/registry/bytes.js';

const DIGEST = `sha256:${'a'.repeat(64)}`;

const MANIFESTS = `
kind: Deployment
spec:
  template:
    spec:
      initContainers: [{name: first, image: busybox}]
      containers:
        - {name: reload, image: 'jimmidyson/configmap-reload:v0.5.0'}
        - {name: server, image: 'prom/prometheus:v2.34.0'}
---
kind: ConfigMap
data: {image: not/an:image}
`;

test("a release's manifests say which images they want, by their full names", (t) => {
  t.deepEqual(imagesIn(MANIFESTS), [
    'docker.io/library/busybox:latest',
    'docker.io/jimmidyson/configmap-reload:v0.5.0',
    'docker.io/prom/prometheus:v2.34.0',
  ]);
});

test("an addon's version is that of the image that is called after it", (t) => {
  t.is(addonVersion('prometheus', MANIFESTS), '2.34.0');
  t.is(addonVersion('kiali', MANIFESTS), undefined);
});

for (const digests of [
  [`istio/pilot@${DIGEST}`],
  [`127.0.0.1:5000/istio/pilot@${DIGEST}`],
  [`other/pilot@sha256:${'b'.repeat(64)}`, `mirror.example/all/istio/pilot@${DIGEST}`],
]) {
  test(`what came is known by its digest, wherever from: ${digests.at(-1)?.split('@')[0]}`, (t) => {
    t.is(digestIn(digests, 'docker.io/istio/pilot:1.17.8'), DIGEST);
  });
}

test("Docker leaves its own library's name out", (t) => {
  t.is(digestIn([`node@${DIGEST}`], 'docker.io/library/node:20'), DIGEST);
  t.is(digestIn([], 'docker.io/library/node:20'), undefined);
});

test('a label of a node image says which proxy was found in it', (t) => {
  t.deepEqual(proxyFacts('istio-proxy 1.25.9'), {kind: 'istio-proxy', version: '1.25.9'});
  t.deepEqual(proxyFacts('stock-envoy 1.36.2'), {kind: 'stock-envoy', version: '1.36.2'});
});

test('docker save is told a platform where client and engine know how', (t) => {
  t.deepEqual(['1.41', '1.47', '1.48', '1.52', '2.0'].map(savesPlatform), [false, false, true, true, true]);
});

test('progress is told in MiB, of how many where that is known', (t) => {
  t.is(bytesText(1.5 * 2 ** 20, 3 * 2 ** 20), '1.5 of 3.0 MiB');
  t.is(bytesText(2 ** 20, undefined), '1.0 MiB');
});
