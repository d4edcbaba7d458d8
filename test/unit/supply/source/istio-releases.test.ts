import {readFileSync} from 'node:fs';
import test from 'ava';
import {ISTIO_VERSIONS, istioRelease} from '../../../../src/supply/source/istio-releases.js';
import {projectFile} from '../../../helpers/project.js';

/** What a go.mod says of modules: those that it requires and, after `=>`, those that take their place. */
function modFile(version: string): string {
  return readFileSync(projectFile(`images/istio/${version}/go.mod`), 'utf8');
}

function sumFile(version: string): readonly string[] {
  return readFileSync(projectFile(`images/istio/${version}/go.sum`), 'utf8').split('\n');
}

test('five minor versions, one release of each, the oldest first', (t) => {
  t.deepEqual(ISTIO_VERSIONS, ['1.16.5', '1.17.5', '1.18.2', '1.19.0', '1.20.0']);
});

test('each is stamped with its own version, in the package where its sources have it', (t) => {
  for (const version of ISTIO_VERSIONS) {
    const {part} = istioRelease(version);
    const stamps = [...part.ldflags.matchAll(/-X (\S+)\.(build\w+)=(\S+)/g)];
    const values = new Map(stamps.map(([, , name, value]) => [name, value]));
    t.is(values.get('buildVersion'), version);
    // istioctl names the images by them: HUB/pilot:TAG.
    t.is(values.get('buildTag'), version);
    t.is(values.get('buildHub'), 'docker.io/istio');
    t.true(part.moduleVersion.endsWith(`-${values.get('buildGitRevision')}`));
    const packages = [...new Set(stamps.map(([, path]) => path))];
    // The module istio.io/pkg was taken into Istio itself with 1.19.
    const apart = /^\s*istio\.io\/pkg v/m.test(modFile(version));
    t.deepEqual(packages, [apart ? 'istio.io/pkg/version' : 'istio.io/istio/pkg/version'], version);
  }
});

test('all three programs are built of each, and only the agent does without the rest of istiod', (t) => {
  for (const version of ISTIO_VERSIONS) {
    const {builds} = istioRelease(version).part;
    const programs = builds.flatMap(({packages}) => packages.map((path) => path.split('/').at(-1)));
    t.deepEqual(programs.sort(), ['istioctl', 'pilot-agent', 'pilot-discovery'], version);
    for (const {packages, tags = ''} of builds) {
      const agent = packages.some((path) => path.endsWith('/pilot-agent'));
      t.is(tags.split(',').includes('agent'), agent, `${version}: ${packages.join(', ')}`);
      t.true(!agent || packages.length === 1);
    }
  }
});

test("what Go's checksum database does not have is vouched for by sums of our own", (t) => {
  const known: Readonly<Record<string, string>> = {
    '1.19.0': 'h1:FIt188FjltdiOkQBxBfkaEt/j2LFt5fwLUpn5zcyt4g=',
    '1.20.0': 'h1:nh4TKBCR9Oe+LqZ0ATTZ+HBnYL7+Szge4f8qmlgaqEY=',
  };
  for (const [version, sum] of Object.entries(known)) {
    const {module, moduleVersion} = istioRelease(version).part;
    t.true(sumFile(version).includes(`${module} ${moduleVersion} ${sum}`), version);
  }
});

test('1.19.0 takes releases in place of the candidates that the module proxy does not have', (t) => {
  for (const name of ['api', 'client-go']) {
    t.regex(
      modFile('1.19.0'),
      new RegExp(`^replace istio\\.io/${name} => istio\\.io/${name} v1\\.19\\.0$`, 'm'),
    );
    t.true(sumFile('1.19.0').some((line) => line.startsWith(`istio.io/${name} v1.19.0 h1:`)));
  }
});

test('every go.mod takes the mergo and leaves out the Kubernetes that go.mod of Istio does', (t) => {
  for (const version of ISTIO_VERSIONS) {
    t.regex(
      modFile(version),
      /^replace github\.com\/imdario\/mergo => github\.com\/imdario\/mergo v0\.3\.5$/m,
    );
    t.regex(modFile(version), /^exclude k8s\.io\/kubernetes v1\.13\.0$/m);
  }
});

test('a version that is none of them is a mistake of the caller', (t) => {
  t.throws(() => istioRelease('1.17.8'), {instanceOf: RangeError});
});
