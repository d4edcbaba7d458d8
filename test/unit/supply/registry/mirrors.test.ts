import test from 'ava';
import {EastwestError} from '../../../../src/base/errors.js';
import {
  checkMirrors,
  fullReference,
  parseReference,
  repositoryFor,
  urlFor,
} from '../../../../src/supply/registry/mirrors.js';

const NONE = {registry: [], tools: undefined};

test('a reference is read as Docker reads it', (t) => {
  t.deepEqual(parseReference('quay.io/kiali/kiali:v1.63'), {
    registry: 'quay.io',
    path: 'kiali/kiali',
    tag: 'v1.63',
  });
  t.deepEqual(parseReference('localhost:5000/a'), {registry: 'localhost:5000', path: 'a', tag: 'latest'});
  t.is(fullReference('node:20'), 'docker.io/library/node:20');
  t.is(fullReference('prom/prometheus:v2.34.0'), 'docker.io/prom/prometheus:v2.34.0');
});

test('without a mirror an image comes from its own registry', (t) => {
  t.is(repositoryFor('docker.io/istio/pilot:1.17.8', NONE), 'docker.io/istio/pilot');
});

test('a mirror of one registry goes before that of all', (t) => {
  const mirrors = {...NONE, registry: ['mirror.example:5000/all/', 'quay.io=quay.example']};
  t.is(repositoryFor('quay.io/metallb/speaker:v1', mirrors), 'quay.example/metallb/speaker');
  t.is(repositoryFor('istio/pilot:1', mirrors), 'mirror.example:5000/all/istio/pilot');
});

test("below a mirror of tools lie the publisher's host and path", (t) => {
  const url = new URL('/release/v1.26.15/bin/linux/amd64/kubectl', 'https://dl.k8s.io').href;
  t.is(urlFor(url, NONE), url);
  t.is(
    urlFor(url, {...NONE, tools: 'https://tools.example/x/'}),
    'https://tools.example/x/dl.k8s.io/release/v1.26.15/bin/linux/amd64/kubectl',
  );
});

for (const registry of ['https://mirror.example', 'Mirror', 'a b', 'quay.io=']) {
  test(`--registry-mirror ${registry} is refused before anything is asked of it`, (t) => {
    const error = t.throws<EastwestError>(() => checkMirrors({...NONE, registry: [registry]}), {
      instanceOf: EastwestError,
    });
    t.is(error.code, 'SUPPLY-BAD-MIRROR');
  });
}

test("a password in a mirror's URL is refused, and not told", (t) => {
  const tools = 'https://me:s3cret@tools.example/x';
  const error = t.throws<EastwestError>(() => checkMirrors({...NONE, tools}), {instanceOf: EastwestError});
  t.is(error.code, 'SUPPLY-BAD-MIRROR');
  t.false(JSON.stringify(error).includes('s3cret'));
  t.notThrows(() => checkMirrors({...NONE, tools: 'https://tools.example/a@b'}));
});

test('tools come by TLS alone: a checksum file is worth no more than its way here', (t) => {
  t.throws(() => checkMirrors({...NONE, tools: 'http://tools.example'}), {message: /begins with https/});
  t.notThrows(() => checkMirrors({registry: ['mirror.example:5000/x'], tools: 'https://tools.example'}));
});
