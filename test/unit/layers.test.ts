import {existsSync, readFileSync} from 'node:fs';
import test from 'ava';
import {STAGES} from '../../src/stages.js';
import {readSources, violations, type Rules, type SourceFile} from '../helpers/layers.js';
import {projectFile} from '../helpers/project.js';

/** What a driver looks like from outside. */
const INTERFACES = [
  'drivers/drivers.ts',
  'drivers/docker/docker.ts',
  'drivers/download/download.ts',
  'drivers/http/http.ts',
  'drivers/istioctl/istioctl.ts',
  'drivers/kind/kind.ts',
  'drivers/kube/kube.ts',
  'drivers/lock/lock.ts',
  'drivers/process/process.ts',
];

/** Pure functions over what the drivers' interfaces speak of; they reach no world. */
const DRIVER_WORDS = [
  'drivers/docker/iptables.ts',
  'drivers/docker/slots.ts',
  'drivers/kube/drift.ts',
  'drivers/kube/manifest.ts',
  'drivers/kube/node-port.ts',
  'drivers/kube/workloads.ts',
  'drivers/process/error-text.ts',
];

/** What scenarios' probes know how to read: Envoy's pages, certificates, addresses, kubeconfigs. */
const SCENARIO_WORDS = [
  'scenario/addresses.ts',
  'scenario/certificate.ts',
  'scenario/measured.ts',
  'scenario/probes/',
];

const ENGINE_TYPES = ['engine/step.ts', 'engine/events.ts'];
const LAB_WORDS = ['lab/lab.ts', 'lab/cidr.ts'];
const STAGE = ['base/', 'plan/', ...LAB_WORDS, ...ENGINE_TYPES, ...INTERFACES, ...DRIVER_WORDS];
const STAGE_FOLDERS = ['host', 'supply', 'clusters', 'loadbalancer', 'ca', 'mesh', 'apps'];
const DRIVER = ['base/', 'drivers/process/process.ts'];

/** The table of docs/ARCHITECTURE.md. */
const RULES: Rules = {
  layers: {
    base: [],
    engine: ['base/'],
    lab: ['base/'],
    plan: ['base/', ...LAB_WORDS, ...ENGINE_TYPES],
    ...Object.fromEntries(STAGE_FOLDERS.map((folder) => [folder, STAGE])),
    'stages.ts': [
      ...STAGE_FOLDERS.map((folder) => `${folder}/index.ts`),
      'plan/plan.ts',
      'drivers/drivers.ts',
      'engine/step.ts',
    ],
    faults: [
      ...['base/', 'plan/', 'lab/cidr.ts', 'findings/codes.ts', 'ca/certificates.ts', 'scenario/'],
      ...INTERFACES,
      ...DRIVER_WORDS,
    ],
    quiz: [
      ...[
        'base/',
        'plan/plan.ts',
        'findings/codes.ts',
        'faults/index.ts',
        'scenario/index.ts',
        'course/index.ts',
      ],
    ],
    findings: ['base/'],
    explain: [
      ...['base/', 'findings/index.ts', 'plan/', ...LAB_WORDS, ...INTERFACES, ...DRIVER_WORDS],
      ...SCENARIO_WORDS,
    ],
    scenario: [
      'base/',
      'ca/certificates.ts',
      'findings/index.ts',
      'plan/',
      ...LAB_WORDS,
      ...ENGINE_TYPES,
      ...INTERFACES,
      ...DRIVER_WORDS,
    ],
    upgrade: [
      ...['base/', 'plan/', 'engine/', 'mesh/index.ts', 'supply/index.ts'],
      ...['traffic/index.ts', 'differences/index.ts'],
      ...INTERFACES,
      ...DRIVER_WORDS,
    ],
    course: ['base/', 'plan/plan.ts', 'scenario/index.ts'],
    traffic: ['base/', 'plan/', 'scenario/', ...LAB_WORDS, ...ENGINE_TYPES, ...INTERFACES, ...DRIVER_WORDS],
    differences: [
      ...['base/', 'plan/plan.ts', 'drivers/kube/kube.ts', 'report/index.ts', 'scenario/addresses.ts'],
    ],
    report: [
      'base/',
      'engine/events.ts',
      'findings/index.ts',
      'scenario/compare.ts',
      'scenario/measured.ts',
      'scenario/result.ts',
      'scenario/text.ts',
      'traffic/figures.ts',
      'traffic/judge.ts',
    ],
    matrix: ['base/', 'plan/istio.ts', 'report/index.ts', 'upgrade/index.ts'],
    'drivers/drivers.ts': ['base/', ...INTERFACES],
    'drivers/process': ['base/'],
    'drivers/docker': DRIVER,
    'drivers/download': DRIVER,
    'drivers/kube': DRIVER,
    'drivers/lock': [],
    'drivers/kind': DRIVER,
    'drivers/http': DRIVER,
    'drivers/istioctl': DRIVER,
    cli: [
      ...['differences/', 'faults/', 'matrix/', 'quiz/', 'traffic/', 'upgrade/'],
      ...[
        'base/',
        'engine/',
        'lab/',
        'plan/',
        'drivers/',
        'findings/',
        'explain/',
        'scenario/',
        'course/',
        'report/',
      ],
      'stages.ts',
      ...STAGE_FOLDERS.map((folder) => `${folder}/`),
    ],
    'main.ts': ['base/', 'cli/'],
  },
  packages: {
    '@cyclonedx/cyclonedx-library': ['supply/bundle/sbom/'],
    '@kubernetes/client-node': ['drivers/kube/'],
    chalk: ['cli/render/'],
    commander: ['cli/program.ts'],
    dockerode: ['drivers/docker/'],
    execa: ['drivers/process/system-processes.ts'],
    listr2: ['cli/render/'],
    'node-forge': [
      'base/rsa-key.ts',
      'ca/certificates.ts',
      'loadbalancer/webhook-certificate.ts',
      'scenario/certificate.ts',
    ],
    'packageurl-js': ['supply/bundle/sbom/'],
    semver: ['base/version.ts', 'scenario/'],
    'tar-stream': ['drivers/docker/files.ts', 'supply/bundle/'],
    undici: ['drivers/download/'],
    'wrap-ansi': ['cli/render/'],
    xmlbuilder2: ['report/'],
    yaml: ['base/yaml.ts', 'clusters/kind-config.ts', 'mesh/install.ts', 'mesh/remote-secret.ts'],
    zod: [
      ...['course/', 'differences/take/', 'findings/', 'lab/', 'report/', 'scenario/', 'supply/bundle/'],
      ...['supply/registry/', 'traffic/', 'upgrade/'],
    ],
  },
  maxLines: 250,
};

const file = (path: string, imports: readonly string[] = [], lines = 10): SourceFile => ({
  path,
  imports,
  lines,
});

test('every import of src is one that the layers allow, no circle, no file too long', (t) => {
  const sources = readSources(projectFile('src'));
  t.true(sources.length > 50, 'src was not found');
  t.deepEqual(violations(sources, RULES), []);
});

test('no rule is left over from a folder that is gone', (t) => {
  const folders = Object.keys(RULES.layers).filter((unit) => !existsSync(projectFile(`src/${unit}`)));
  t.deepEqual(folders, []);
});

test('a stage that imports another stage, a driver itself or the engine is found', (t) => {
  const planted = file('mesh/bad.ts', [
    '../clusters/node.js',
    '../drivers/kube/cluster-kube.js',
    '../engine/run-steps.js',
    '../plan/plan.js',
    './good.js',
  ]);
  t.deepEqual(violations([planted], RULES), [
    'mesh/bad.ts may not import ../clusters/node.js',
    'mesh/bad.ts may not import ../drivers/kube/cluster-kube.js',
    'mesh/bad.ts may not import ../engine/run-steps.js',
  ]);
});

test('a package in a file that may not have it, and one that no rule knows, are found', (t) => {
  const planted = file('ca/bad.ts', ['execa', 'left-pad', 'node:fs', 'node-forge']);
  t.deepEqual(violations([planted], RULES), [
    'ca/bad.ts may not import execa',
    'ca/bad.ts may not import left-pad: no rule knows this package',
    'ca/bad.ts may not import node-forge',
  ]);
});

test('a folder without a rule may import nothing', (t) => {
  const planted = file('utils/strings.ts', ['../base/errors.js']);
  t.deepEqual(violations([planted], RULES), [
    'utils/strings.ts may not import ../base/errors.js: no rule knows utils',
  ]);
});

test('circles between files and between folders are found, each once', (t) => {
  const rules = {...RULES, layers: {...RULES.layers, plan: ['lab/'], lab: ['plan/']}};
  const planted = [
    file('plan/a.ts', ['../lab/b.js']),
    file('lab/b.ts', ['./c.js']),
    file('lab/c.ts', ['../plan/a.js']),
  ];
  t.deepEqual(violations(planted, rules), [
    'files in a circle: plan/a.ts -> lab/b.ts -> lab/c.ts -> plan/a.ts',
    'folders in a circle: plan -> lab -> plan',
  ]);
});

test('a long file is found', (t) => {
  t.deepEqual(violations([file('base/long.ts', [], 251)], RULES), [
    'base/long.ts has 251 lines, more than 250',
  ]);
});

test('the flow in the README names the stages in their order', (t) => {
  const readme = readFileSync(projectFile('README.md'), 'utf8');
  const flow = /^\s*lab\.yaml -> .* -> report$/m.exec(readme)?.[0].trim();
  const stages = STAGES.map(({name}) => name);
  t.is(flow, ['lab.yaml', 'plan', ...stages, 'scenario', 'report'].join(' -> '));
});
