import {readdirSync} from 'node:fs';
import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test from 'ava';
// For the compiler alone, so that the program is built with its tests.
import type {} from '../../../src/main.js';
import type {Plan} from '../../../src/plan/plan.js';
import {projectFile} from '../../helpers/project.js';
import {holdNames, labNames} from '../../../src/cli/hold-lab.js';
import {readLab} from '../../../src/lab/read-lab.js';
import {eastwestIn, eastwestUnread, noEngine} from '../../helpers/program.js';
import {smallBundle} from '../../helpers/small-bundle.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const COMMANDS = [
  'doctor',
  'plan',
  'up',
  'status',
  'supply',
  'supply bake',
  'supply build',
  'run',
  'lint',
  'new',
  'report',
  'walkthrough',
  'faults',
  'break',
  'mend',
  'matrix',
  'quiz',
  'shell',
  'open',
  'down',
  'bundle',
  'bundle create',
  'bundle verify',
  'bundle inspect',
  'bundle load',
];

test.serial('--help is there within a second and names every command and the exit codes', async (t) => {
  const {code, stdout, tookMs} = await eastwestIn(await tempFolder(t), '--help');
  t.is(code, 0);
  // Once more where the machine was busy with something else.
  const againMs = tookMs < 1000 ? tookMs : (await eastwestIn(await tempFolder(t), '--help')).tookMs;
  t.true(againMs < 1000, `${tookMs} ms, ${againMs} ms`);
  const first = COMMANDS.filter((command) => !command.includes(' '));
  for (const command of first) t.regex(stdout, new RegExp(`^  ${command} `, 'm'));
  t.regex(stdout, /Exit codes: 0 good, 1 .*, 2 .*, 3 .*\n4 .*, 130 interrupted/);
});

test.serial('whoever reads may go before it is told all, as head does', async (t) => {
  const {code, stderr} = await eastwestUnread(await tempFolder(t), '--help');
  t.is(stderr, '');
  t.is(code, 0);
});

for (const command of COMMANDS) {
  test.serial(`${command} --help says its options and does nothing`, async (t) => {
    const folder = await tempFolder(t);
    const {code, stdout, stderr} = await eastwestIn(folder, ...command.split(' '), '--help');
    t.is(code, 0);
    t.regex(stdout, new RegExp(`Usage: eastwest ${command}`));
    // What bundles are asked about is in their file, not in a lab; versions of Istio are built for any lab.
    const plain = /^(bundle( (verify|inspect|load))?|supply( build)?)$/.test(command);
    t.is(/--lab <file>/.test(stdout), !plain);
    t.is(stderr, '');
    t.deepEqual(readdirSync(folder), []);
  });
}

test.serial('--version is the version of the package', async (t) => {
  const {stdout} = await eastwestIn(await tempFolder(t), '--version');
  const {default: found} = (await import(projectFile('package.json'), {with: {type: 'json'}})) as {
    default: {version: string};
  };
  t.is(stdout.trim(), found.version);
});

const BAD_USAGE: Record<string, readonly string[]> = {
  'new without a name': ['new'],
  'new with a bad name': ['new', 'Pack'],
  'a setting without a value': ['run', 'ch12', '--set', 'count'],
  'a setting that no scenario has': ['run', 'ch12', '--set', 'nothing-has-this=1'],
  'a choice that fits nothing': ['run', 'ch12', '--only', 'speed=of-light'],
  'a choice that leaves nothing': ['run', 'ch12', '--only', 'failover', '--skip', 'ch12/failover'],
  'no command': [],
  'an unknown command': ['nope'],
  'an unknown option': ['plan', '--nope'],
  'a word too many': ['plan', 'west'],
  'an option without its value': ['plan', '--lab'],
  'a walkthrough of nothing': ['walkthrough'],
  'a walkthrough in a language that is not spoken': ['walkthrough', 'ch12', '--lang', 'fr'],
  'a bundle without a file': ['bundle', 'create'],
  'an unknown word about bundles': ['bundle', 'burn', 'x'],
  'an unknown supply': ['plan', '--supply', 'magic'],
  'an unknown word about the supply': ['supply', 'burn'],
  'no version to build': ['supply', 'build'],
  'a matrix of no versions': ['matrix', '--cells'],
  'a matrix by a strategy that is none': ['matrix', '--cells', '--strategy', 'blue-green'],
  'a matrix with a cost that is no number': ['matrix', '--max-failed', 'few'],
  'a known change that nobody knows': ['upgrade', '--to', '1.18.2', '--allow', 'proxy-concurency'],
  'calls that are no number': ['upgrade', '--to', '1.18.2', '--rate', 'fast'],
  'failed calls that are no number': ['upgrade', '--to', '1.18.2', '--max-failed', '-1'],
  'a version that cannot be built': ['supply', 'build', '--istio', '1.18.2', '--istio', '1.18.9'],
};

for (const [what, args] of Object.entries(BAD_USAGE)) {
  test.serial(`${what} is bad usage: exit code 2, said on stderr`, async (t) => {
    const {code, stdout, stderr} = await eastwestIn(await tempFolder(t), ...args);
    t.is(code, 2);
    t.is(stdout, '');
    t.not(stderr, '');
    t.notRegex(stderr, /\n {4}at /, 'no stack trace');
  });
}

test.serial('--supply bundle without a loaded bundle says what to do, and takes nothing else', async (t) => {
  const {code, stdout, stderr} = await eastwestIn(await tempFolder(t), 'plan', '--supply', 'bundle');
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /\[BUNDLE-NOT-LOADED\]\nhint: eastwest bundle load FILE/);
});

test.serial(
  'a version of Istio that no supply has is refused with the nearest and with what is built',
  async (t) => {
    const folder = await tempFolder(t);
    for (const supply of ['source', 'auto']) {
      const {code, stdout, stderr} = await eastwestIn(
        folder,
        'plan',
        '--supply',
        supply,
        '--istio',
        '1.18.9',
      );
      t.is(code, 2);
      t.is(stdout, '');
      t.regex(stderr, /\[SUPPLY-UNKNOWN-VERSION\]/, supply);
      t.regex(
        stderr,
        /source supply does not have istio 1\.18\.9 \(it has .*; nearest is 1\.18\.2\)/,
        supply,
      );
    }
  },
);

test.serial('a lab of each version that the source supply builds can be planned', async (t) => {
  const folder = await tempFolder(t);
  for (const istio of ['1.16.5', '1.18.2', '1.19.0', '1.20.0']) {
    const {code, stdout, stderr} = await eastwestIn(
      folder,
      'plan',
      '--supply',
      'source',
      '--istio',
      istio,
      '--json',
    );
    t.is(code, 0, stderr);
    const plan = JSON.parse(stdout) as Plan & {steps: {id: string; title: string; commands: string[]}[]};
    t.is(plan.versions.istio, istio);
    const build = plan.steps.find(({id}) => id === 'supply.istio');
    t.regex(build?.title ?? '', new RegExp(`^istio ${istio.replaceAll('.', '\\.')}: `));
    t.true(build?.commands.every((command) => command.startsWith(`cd images/istio/${istio} `)));
  }
});

for (const word of ['verify', 'inspect', 'load']) {
  test.serial(`bundle ${word} refuses a file that is no bundle, and makes nothing`, async (t) => {
    const folder = await tempFolder(t);
    await writeFile(join(folder, 'notes.txt'), 'no bundle\n');
    const {code, stdout, stderr} = await eastwestIn(folder, 'bundle', word, 'notes.txt', '--json');
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, /notes\.txt is not a bundle for this program.*\[BUNDLE-FOREIGN\]\nhint: /);
    t.deepEqual(readdirSync(folder), ['notes.txt']);
  });
}

test.serial('bundle inspect and verify say what a bundle is, as text and as JSON', async (t) => {
  const folder = await tempFolder(t);
  const file = await smallBundle(folder);
  const [said, asJson] = [
    await eastwestIn(folder, 'bundle', 'inspect', file),
    await eastwestIn(folder, 'bundle', 'inspect', file, '--json'),
  ];
  t.regex(said.stdout, /^versions +Istio 1\.17\.5, Kubernetes 1\.26\.15, MetalLB 0\.13\.12$/m);
  t.regex(said.stdout, /^scenarios\/ch12\/a\.yaml +5 +[0-9a-f]{64}$/m);
  const {id, formatVersion} = JSON.parse(asJson.stdout) as {id: string; formatVersion: number};
  t.is(formatVersion, 1);
  const verified = await eastwestIn(folder, 'bundle', 'verify', file, '--json');
  t.is(verified.code, 0, verified.stderr);
  const {whole, id: of} = JSON.parse(verified.stdout) as {whole: boolean; id: string};
  t.deepEqual({whole, of}, {whole: true, of: id});
});

for (const command of ['plan', 'up', 'status', 'run', 'lint', 'down', 'doctor']) {
  test.serial(
    `${command} with a bad lab file: file:line:col on stderr, nothing on stdout, nothing changed`,
    async (t) => {
      const folder = await tempFolder(t);
      await writeFile(
        join(folder, 'bad.yaml'),
        'apiVersion: eastwest/v1\nkind: Lab\nmetadata: {nam: x}\nspec: 7\n',
      );
      const {code, stdout, stderr} = await eastwestIn(folder, command, '--lab', 'bad.yaml');
      t.is(code, 2);
      t.is(stdout, '');
      t.regex(stderr, /^error: bad\.yaml: 3 mistakes; nothing was changed \[LAB-FILE-BAD\]\n/);
      t.regex(stderr, /^ {2}bad\.yaml:3:12: unknown key nam, did you mean name\?; allowed here: name$/m);
      t.regex(stderr, /^ {2}bad\.yaml:4:7: spec: expected object, got 7$/m);
      t.deepEqual(readdirSync(folder), ['bad.yaml']);
    },
  );
}

test.serial('a lab file that is not there is bad usage', async (t) => {
  const {code, stdout, stderr} = await eastwestIn(await tempFolder(t), 'plan', '--lab', 'none.yaml');
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /^error: none\.yaml:1:1: cannot be read \[LAB-FILE-MISSING\]\nhint: /);
});

test.serial('bad usage is told also while somebody else works on the lab', async (t) => {
  const folder = await tempFolder(t);
  const names = labNames(readLab(projectFile('ch12/lab.yaml')), {DOCKER_HOST: noEngine(folder)});
  const {signal} = new AbortController();
  const ends = await holdNames(names, {command: 'up', signal}, () =>
    Promise.all([
      eastwestIn(folder, 'run', 'no-such-pack'),
      eastwestIn(folder, 'walkthrough', 'no-such-pack'),
      eastwestIn(folder, 'run', 'ch12'),
    ]),
  );
  t.deepEqual(
    ends.map(({stderr}) => /no-such-pack|LAB-BUSY/.exec(stderr)?.[0]),
    ['no-such-pack', 'no-such-pack', 'LAB-BUSY'],
  );
});

test.serial('a pack that is not there is bad usage, and no run is begun', async (t) => {
  const folder = await tempFolder(t);
  const {code, stdout, stderr} = await eastwestIn(folder, 'run', 'no-such-pack');
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /no-such-pack/);
  t.deepEqual(readdirSync(folder), []);
});

test.serial(
  "the plan of the chapter's lab is JSON, from any folder, with every step after what it needs",
  async (t) => {
    const folder = await tempFolder(t);
    const {code, stdout, stderr} = await eastwestIn(folder, 'plan', '--json');
    t.is(code, 0, stderr);
    const plan = JSON.parse(stdout) as Plan & {steps: {id: string; needs: string[]; commands: string[]}[]};
    t.is(plan.lab, 'ch12');
    t.is(plan.clusters[0]?.kubeconfig, join(folder, 'west-kubeconfig'));
    const ids = plan.steps.map(({id}) => id);
    t.true(ids.includes('host.ready') && ids.includes('supply.ready') && ids.includes('apps.call'));
    for (const {id, needs} of plan.steps)
      for (const need of needs)
        t.true(ids.indexOf(need) < ids.indexOf(id) && ids.includes(need), `${need}, ${id}`);
    t.deepEqual(readdirSync(folder), [], 'a plan touches nothing');
  },
);

test.serial(
  'the plan for people names versions, clusters and the commands that a person would type',
  async (t) => {
    const {code, stdout} = await eastwestIn(await tempFolder(t), 'plan');
    t.is(code, 0);
    t.regex(stdout, /^lab ch12: mesh usmesh, Istio 1\.17\.5, Kubernetes 1\.26\.15, MetalLB 0\.13\.12$/m);
    t.regex(stdout, /^west +west-cluster +west-network +10\.10\.0\.0\/16/m);
    t.regex(stdout, /^ {4}\$ .*kind create cluster --name east/m);
  },
);

test.serial('the shell functions are for bash and name both clusters', async (t) => {
  const folder = await tempFolder(t);
  const {code, stdout} = await eastwestIn(folder, 'shell', '--print');
  t.is(code, 0);
  for (const name of ['kwest', 'keast', 'iwest', 'ieast'])
    t.regex(stdout, new RegExp(`^${name}\\(\\) {`, 'm'));
  t.true(stdout.includes(join(folder, 'east-kubeconfig')));
});

test.serial('a shell without a terminal is refused, with what to do instead', async (t) => {
  const {code, stderr} = await eastwestIn(await tempFolder(t), 'shell');
  t.is(code, 2);
  t.regex(stderr, /hint: eval "\$\(eastwest shell --print\)"/);
});
