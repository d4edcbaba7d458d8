import test from 'ava';
import {EastwestError, EXIT} from '../../../../src/base/errors.js';
import type {Versions} from '../../../../src/lab/lab.js';
import {GO_PARTS} from '../../../../src/supply/source/catalog.js';
import {locateSource} from '../../../../src/supply/source/locate.js';
import {projectFile} from '../../../helpers/project.js';

const {istio, kubernetes, metallb} = GO_PARTS;
const VERSIONS: Versions = {
  istio: istio.version,
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
    `the source supply does not have istio 1.17.8 (it has ${istio.version}), metallb 0.14.0 (it has ${metallb.version})`,
  );
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
