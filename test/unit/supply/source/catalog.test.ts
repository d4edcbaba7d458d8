import {readFileSync} from 'node:fs';
import {basename} from 'node:path';
import test from 'ava';
import {DEBIAN, ENVOY, GO_PARTS, PAUSE_TAGS, type GoName} from '../../../../src/supply/source/catalog.js';
import {needsNoProgram, POD_IMAGES} from '../../../../src/supply/source/pods.js';
import {projectFile} from '../../../helpers/project.js';

const recipe = (name: string): string => readFileSync(projectFile(`images/${name}`), 'utf8');
const names = Object.keys(GO_PARTS) as GoName[];

const pinned = test.macro({
  exec(t, name: GoName) {
    const {module, moduleVersion} = GO_PARTS[name];
    const required = new RegExp(`^(?:require )?\\s*${module} (\\S+)$`, 'm').exec(recipe(`${name}/go.mod`));
    t.is(required?.[1], moduleVersion);
    const sums = recipe(`${name}/go.sum`).split('\n');
    t.true(
      sums.some((line) => line.startsWith(`${module} ${moduleVersion} h1:`)),
      'go.sum has the sum of the module itself',
    );
  },
  title: (_, name: GoName) => `${name}: go.mod requires the catalog's version and go.sum has its sum`,
});
for (const name of names) test(pinned, name);

const imports = test.macro({
  exec(t, name: GoName) {
    const imported = [...recipe(`${name}/tools.go`).matchAll(/_ "([^"]+)"/g)].map(([, path]) => path).sort();
    t.deepEqual(imported, GO_PARTS[name].builds.flatMap(({packages}) => packages).sort());
  },
  title: (_, name: GoName) =>
    `${name}: tools.go, which go mod tidy keeps the sums for, names the programs that are built`,
});
for (const name of names) test(imports, name);

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

test('every image of a pod has a recipe that starts from the base, and names of its own', (t) => {
  const references = POD_IMAGES.flatMap((pod) => pod.references);
  t.is(new Set(references).size, references.length);
  t.is(new Set(POD_IMAGES.map(({name}) => name)).size, POD_IMAGES.length);
  for (const {dockerfile} of POD_IMAGES) t.regex(recipe(dockerfile), /^FROM \$\{BASE\}/m, dockerfile);
});

test('a recipe copies only what the catalog puts beside it', (t) => {
  for (const {dockerfile, from, args} of POD_IMAGES) {
    const given = from.map((one) => (one.part === 'workloads' ? 'app/' : basename(one.file))).sort();
    const copied = [...recipe(dockerfile).matchAll(/^COPY (?!--from)(.+) \S+$/gm)]
      .flatMap(([, sources = '']) => sources.split(' '))
      .map((source) => source.replace(/^\$\{(\w+)\}$/, (_, name: string) => args[name] ?? ''))
      .sort();
    t.deepEqual(copied, given, dockerfile);
  }
});

test('what needs no program is built from the base, packages and files of its recipe alone', (t) => {
  const early = POD_IMAGES.filter(needsNoProgram).map(({name}) => name);
  t.deepEqual(early.sort(), ['configmap-reload', 'pause', 'prometheus', 'workloads']);
});

test("kind's containerd and kubeadm find their pause image among the names", (t) => {
  const pause = POD_IMAGES.find(({name}) => name === 'pause');
  t.deepEqual(
    pause?.references,
    PAUSE_TAGS.map((tag) => `registry.k8s.io/pause:${tag}`),
  );
});
