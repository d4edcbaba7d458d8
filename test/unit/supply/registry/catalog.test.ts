import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
import {EastwestError, EXIT} from '../../../../src/base/errors.js';
import {readCatalog} from '../../../../src/supply/registry/catalog.js';
import {PLATFORMS} from '../../../../src/supply/registry/catalog-schema.js';
import {pulledTag} from '../../../../src/supply/registry/layout.js';
import {locateRegistry} from '../../../../src/supply/registry/locate.js';
import {select, type FilePin} from '../../../../src/supply/registry/select.js';
import {projectFile} from '../../../helpers/project.js';
import {tempFolder} from '../../../helpers/temp-folder.js';
import {chapterPlan} from '../../../helpers/chapter.js';

const FILE = projectFile('images/registry/catalog.yaml');
const catalog = readCatalog(FILE);
const {versions} = chapterPlan();

for (const minor of ['1.16', '1.17', '1.18', '1.19', '1.20', '1.21']) {
  test(`Istio ${minor} is there by data alone, for every platform`, (t) => {
    const found = Object.keys(catalog.istio.versions).filter((one) => one.startsWith(`${minor}.`));
    t.true(found.length > 0);
    for (const istio of found) {
      for (const platform of PLATFORMS) {
        const {kind, kubectl, release, metallb, pods, nodeRelease} = select(
          catalog,
          {...versions, istio},
          platform,
        );
        t.true(pods.some(({reference}) => reference === `docker.io/istio/pilot:${istio}`));
        t.true(release.url.includes(`/${istio}/istio-${istio}-`));
        for (const pin of [kind, kubectl, release, metallb]) sound(pin);
        t.is(nodeRelease === undefined, platform.startsWith('linux'), 'in the nodes Linux runs');
      }
    }
    // Nothing is fetched that nothing can be compared with, and no placeholder is left.
    function sound({url, sha256, checksum}: FilePin): void {
      t.true(sha256 !== undefined || checksum !== undefined, url);
      t.notRegex(`${url} ${checksum ?? ''}`, /[{}]/);
    }
  });
}

for (const istio of ['1.17.8', '1.17.5', '1.18.7']) {
  test(`the book's readers and the issue find Istio ${istio}`, (t) => {
    t.true(istio in catalog.istio.versions);
  });
}

test('what a publisher calls a platform is in its URL', (t) => {
  const at = (platform: (typeof PLATFORMS)[number]) => select(catalog, versions, platform);
  t.regex(at('darwin-amd64').release.url, /-osx\.tar\.gz$/);
  t.regex(at('darwin-arm64').release.url, /-osx-arm64\.tar\.gz$/);
  t.regex(at('darwin-arm64').nodeRelease?.url ?? '', /-linux-arm64\.tar\.gz$/);
  t.regex(at('linux-arm64').kubectl.url, /\/bin\/linux\/arm64\/kubectl$/);
  t.regex(at('darwin-amd64').kind.url, /kind-darwin-amd64$/);
});

test('a node image belongs to the kind that makes clusters of it', (t) => {
  for (const [kubernetes, {kind, digest}] of Object.entries(catalog.kubernetes.versions)) {
    const chosen = select(catalog, {...versions, kubernetes}, 'linux-amd64');
    t.is(chosen.kindVersion, kind);
    t.is(chosen.node.digest, digest);
  }
});

test('versions that the catalog does not have are named at once, with those that it has', (t) => {
  const error = t.throws<EastwestError>(
    () => select(catalog, {istio: '1.2.3', kubernetes: versions.kubernetes, metallb: '9.9.9'}, 'linux-amd64'),
    {instanceOf: EastwestError},
  );
  t.is(error.code, 'SUPPLY-UNKNOWN-VERSION');
  t.is(error.exitCode, EXIT.usage);
  t.regex(
    error.message,
    /istio 1\.2\.3 \(it has .*1\.17\.8.*; nearest is 1\.16\.7\), metallb 9\.9\.9 \(it has 0\.13\.12\)/,
  );
  t.regex(error.hint ?? '', /--catalog/);
});

test('a version that is called like something of every object is not there either', (t) => {
  const wanted = {...versions, istio: 'toString', metallb: 'constructor'};
  const error = t.throws<EastwestError>(() => select(catalog, wanted, 'linux-amd64'), {
    instanceOf: EastwestError,
  });
  t.regex(error.message, /istio toString \(.*\), metallb constructor \(/);
});

test('a registry of a catalog may have a port', async (t) => {
  const copy = join(await tempFolder(t), 'catalog.yaml');
  const text = await readFile(FILE, 'utf8');
  await writeFile(copy, text.replace('docker.io/istio/pilot', 'registry.example:5000/istio/pilot'));
  const [pilot] = select(readCatalog(copy), versions, 'linux-amd64').pods;
  t.is(pilot?.reference, `registry.example:5000/istio/pilot:${versions.istio}`);
});

test('a version is added by a line in a copy', async (t) => {
  const copy = join(await tempFolder(t), 'catalog.yaml');
  await writeFile(
    copy,
    (await readFile(FILE, 'utf8')).replace('    1.17.8: {}', '    1.17.8: {}\n    1.99.0: {}'),
  );
  const chosen = select(readCatalog(copy), {...versions, istio: '1.99.0'}, 'linux-amd64');
  t.is(chosen.proxy.reference, 'docker.io/istio/proxyv2:1.99.0');
});

const MISTAKES: Record<string, [string, string, RegExp]> = {
  'an unknown key': ['    1.17.8: {}', '    1.17.8: {digest: 1}', /:\d+:\d+: .*digest/],
  'half a digest': ['sha256:84333e', 'sha256:XX', /hex digits/],
  'a tag that no registry can have': [
    'docker.io/library/node:20-bookworm-slim',
    `'docker.io/library/node:20"x'`,
    /expected REGISTRY\[:PORT\]\/NAME:TAG/,
  ],
  'a URL without TLS': ['url: https://dl.k8s.io', 'url: http://dl.k8s.io', /begins with https/],
};

for (const [what, [from, to, message]] of Object.entries(MISTAKES)) {
  test(`${what} in a catalog is refused, with its place`, async (t) => {
    const copy = join(await tempFolder(t), 'catalog.yaml');
    const text = await readFile(FILE, 'utf8');
    t.true(text.includes(from));
    await writeFile(copy, text.replace(from, to));
    const error = t.throws<EastwestError>(() => readCatalog(copy), {instanceOf: EastwestError});
    t.is(error.code, 'CATALOG-BAD');
    t.regex(error.details.join('\n'), message);
    t.regex(error.details[0] ?? '', /catalog\.yaml:\d+:\d+/);
  });
}

test('a catalog that is not there is named', (t) => {
  const error = t.throws<EastwestError>(() => readCatalog('/nowhere/catalog.yaml'), {
    instanceOf: EastwestError,
  });
  t.is(error.code, 'CATALOG-MISSING');
});

test('of Istio it has the one version of the lab: istioctl among the tools, and the images as they were pulled', async (t) => {
  const folders = {images: projectFile('images'), cache: '/cache', workloads: projectFile('build/workloads')};
  const request = {
    versions,
    folders,
    mirrors: {registry: [], tools: undefined},
    catalog: FILE,
    host: {platform: 'linux', arch: 'x64'},
  };
  const {istio, tools} = await locateRegistry(request, undefined);
  const {pods} = select(catalog, versions, 'linux-amd64');
  const tagOf = (name: string) => pods.filter((pin) => pin.name === name).map(pulledTag)[0] ?? '';
  t.deepEqual(istio, {
    [versions.istio]: {
      version: versions.istio,
      istioctl: tools.istioctl,
      images: {pilot: tagOf('pilot'), proxyv2: tagOf('proxy')},
    },
  });
});
