import {mkdir, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';
import test from 'ava';
import {EastwestError, EXIT} from '../../../../src/base/errors.js';
import type {Versions} from '../../../../src/lab/lab.js';
import {COMMON_PARTS} from '../../../../src/supply/source/catalog.js';
import {istioAlone} from '../../../../src/supply/source/istio-alone.js';
import {ISTIO_VERSIONS} from '../../../../src/supply/source/istio-releases.js';
import {locateSource} from '../../../../src/supply/source/locate.js';
import {projectFile} from '../../../helpers/project.js';
import {tempFolder} from '../../../helpers/temp-folder.js';

const {kubernetes, metallb} = COMMON_PARTS;
const VERSIONS: Versions = {
  istio: '1.17.5',
  kubernetes: kubernetes.version,
  metallb: metallb.version,
};
const FOLDERS = {
  images: projectFile('images'),
  cache: '/cache',
  workloads: projectFile('build/workloads'),
};

function refused(work: () => unknown): EastwestError {
  try {
    work();
  } catch (error) {
    if (error instanceof EastwestError) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

test('every version that cannot be built is named at once, with those that can', (t) => {
  const error = refused(() => locateSource({...VERSIONS, istio: '1.17.8', metallb: '0.14.0'}, FOLDERS));
  t.is(error.code, 'SUPPLY-UNKNOWN-VERSION');
  t.is(error.exitCode, EXIT.usage);
  t.is(
    error.message,
    `the source supply does not have istio 1.17.8 (it has ${ISTIO_VERSIONS.join(', ')}; nearest is 1.17.5), metallb 0.14.0 (it has ${metallb.version})`,
  );
  t.is(error.hint, 'correct --istio, or spec.versions in the lab file');
});

test('what of Istio is built already is told to whoever asks for another version', async (t) => {
  const folders = {...FOLDERS, cache: await tempFolder(t)};
  const built = async (version: string): Promise<void> => {
    const {istioctl} = istioAlone(folders, version);
    await mkdir(dirname(istioctl), {recursive: true});
    await writeFile(istioctl, '');
  };
  const hint = () => refused(() => locateSource({...VERSIONS, istio: '1.21.0'}, folders)).hint;
  await built('1.18.2');
  t.is(hint(), 'correct --istio, or spec.versions in the lab file; Istio 1.18.2 is built');
  // The same as a lab's own.
  const {istioctl} = locateSource({...VERSIONS, istio: '1.16.5'}, folders).tools;
  await mkdir(dirname(istioctl), {recursive: true});
  await writeFile(istioctl, '');
  t.is(hint(), 'correct --istio, or spec.versions in the lab file; Istio 1.16.5, 1.18.2 are built');
});

test('every version of Istio has its place, each its own; that of the lab is among its tools', (t) => {
  for (const version of ISTIO_VERSIONS) {
    const {istio, tools} = locateSource({...VERSIONS, istio: version}, FOLDERS);
    t.deepEqual(Object.keys(istio), [...ISTIO_VERSIONS]);
    t.is(istio[version]?.istioctl, tools.istioctl);
    const all = Object.values(istio);
    const names = all.flatMap(({istioctl, images}) => [istioctl, images.pilot, images.proxyv2]);
    t.is(new Set(names).size, 3 * ISTIO_VERSIONS.length);
    t.true(all.every((one) => one.version in istio && istio[one.version] === one));
  }
});

test('without compiled workloads it says how to compile them', (t) => {
  const error = refused(() => locateSource(VERSIONS, {...FOLDERS, workloads: '/nowhere'}));
  t.is(error.code, 'SUPPLY-NOT-COMPILED');
  t.is(error.hint, 'make build');
});

test('all programs and files of the lab lie in one folder of the cache', (t) => {
  const {tools, metallbManifest, supply, proxy} = locateSource(VERSIONS, FOLDERS);
  t.is(supply, 'source');
  t.is(proxy.kind, 'stock-envoy');
  const files = [tools.kind, tools.kubectl, tools.istioctl, metallbManifest];
  const folders = new Set(files.map((file) => file.slice(0, file.lastIndexOf('/'))));
  t.is(folders.size, 1);
  t.regex([...folders].join(), /^\/cache\/tools\/[0-9a-f]{12}$/);
});
