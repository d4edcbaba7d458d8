import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import test from 'ava';
import {COMMON_PARTS, DEBIAN, ENVOY, PAUSE_TAGS, partsFor} from '../../../../src/supply/source/catalog.js';
import {recipeFolder, type GoPart} from '../../../../src/supply/source/go-part.js';
import {ISTIO_VERSIONS} from '../../../../src/supply/source/istio-releases.js';
import {needsNoProgram, podImages} from '../../../../src/supply/source/pods.js';
import {projectFile} from '../../../helpers/project.js';

const recipe = (name: string): string => readFileSync(projectFile(`images/${name}`), 'utf8');
const parts: readonly GoPart[] = [
  ...Object.values(COMMON_PARTS),
  ...ISTIO_VERSIONS.map((version) => partsFor(version).istio),
];

const pinned = test.macro({
  exec(t, part: GoPart) {
    const {module, moduleVersion} = part;
    const folder = recipeFolder(part);
    const required = new RegExp(`^(?:require )?\\s*${module} (\\S+)$`, 'm').exec(recipe(`${folder}/go.mod`));
    t.is(required?.[1], moduleVersion);
    const sums = recipe(`${folder}/go.sum`).split('\n');
    t.true(
      sums.some((line) => line.startsWith(`${module} ${moduleVersion} h1:`)),
      'go.sum has the sum of the module itself',
    );
  },
  title: (_, part: GoPart) =>
    `${recipeFolder(part)}: go.mod requires the catalog's version and go.sum has its sum`,
});
for (const part of parts) test(pinned, part);

const imports = test.macro({
  exec(t, part: GoPart) {
    const imported = [...recipe(`${recipeFolder(part)}/tools.go`).matchAll(/_ "([^"]+)"/g)]
      .map(([, path]) => path)
      .sort();
    t.deepEqual(imported, part.builds.flatMap(({packages}) => packages).sort());
  },
  title: (_, part: GoPart) =>
    `${recipeFolder(part)}: tools.go, which go mod tidy keeps the sums for, names the programs that are built`,
});
for (const part of parts) test(imports, part);

test("Envoy's wheel has the catalog's version and exactly its sums", (t) => {
  const text = recipe('envoy/requirements.txt');
  t.true(text.includes(`${ENVOY.package}==${ENVOY.version} `));
  t.deepEqual(
    [...text.matchAll(/--hash=sha256:([0-9a-f]{64})/g)].map(([, sum]) => sum),
    [...ENVOY.sha256],
  );
});

test('no Debian package is named twice', (t) => {
  const packages = [...DEBIAN.base, ...DEBIAN.node];
  t.is(new Set(packages).size, packages.length);
});

/** The images of every version of Istio, and of all else. */
const images = ISTIO_VERSIONS.flatMap((version) => podImages(version));

test('every image of a pod has a recipe that starts from the base, and names of its own', (t) => {
  for (const version of ISTIO_VERSIONS) {
    const own = podImages(version);
    const references = own.flatMap((pod) => pod.references);
    t.is(new Set(references).size, references.length);
    t.is(new Set(own.map(({name}) => name)).size, own.length);
  }
  for (const {dockerfile} of images) t.regex(recipe(dockerfile), /^FROM \$\{BASE\}/m, dockerfile);
});

test('a recipe copies only what the catalog puts beside it', (t) => {
  for (const {dockerfile, from, args} of images) {
    const given = from.map((one) => (one.part === 'workloads' ? 'app/' : basename(one.file))).sort();
    const copied = [...recipe(dockerfile).matchAll(/^COPY (?!--from)(.+) \S+$/gm)]
      .flatMap(([, sources = '']) => sources.split(' '))
      .map((source) => source.replace(/^\$\{(\w+)\}$/, (_, name: string) => args[name] ?? ''))
      .sort();
    t.deepEqual(copied, given, dockerfile);
  }
});

test('what needs no program is built from the base, packages and files of its recipe alone', (t) => {
  const early = [...new Set(images.filter(needsNoProgram).map(({name}) => name))];
  t.deepEqual(early.sort(), ['configmap-reload', 'pause', 'prometheus', 'workloads']);
});

test("kind's containerd and kubeadm find their pause image among the names", (t) => {
  const pause = images.find(({name}) => name === 'pause');
  t.deepEqual(
    pause?.references,
    PAUSE_TAGS.map((tag) => `registry.k8s.io/pause:${tag}`),
  );
});
