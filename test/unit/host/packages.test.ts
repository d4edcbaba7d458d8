import test from 'ava';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import {debianLike} from '../../../src/host/debian.js';
import {installPackages, missingPackages} from '../../../src/host/packages.js';
import {atLeast} from '../../../src/host/programs.js';
import {hostSteps} from '../../../src/host/steps.js';
import {FakeClock} from '../../fakes/clock.js';
import {untouchable} from '../../fakes/drivers.js';
import {ENGINE, machine, programs, WITHOUT_SYS_RESOURCE} from '../../fakes/host.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {quietContext} from '../../helpers/world.js';

const plan = chapterPlan();
const {signal} = new AbortController();
const engine = (answers: boolean) =>
  untouchable<Docker>('docker', {info: () => Promise.resolve(answers ? ENGINE : undefined)});
const drivers = (engineRuns: boolean, present: readonly string[]) => ({
  host: machine(),
  cache: '/cache',
  docker: engine(engineRuns),
  processes: programs(Object.fromEntries(present.map((program) => [program, '']))),
});

test('an empty Debian needs all of it', async (t) => {
  t.deepEqual(await missingPackages(plan, drivers(false, []), signal), [
    'docker.io',
    'iptables',
    'iproute2',
    'debootstrap',
    'python3-pip',
    'ca-certificates',
  ]);
});

test('where an engine runs, only what the supply builds with is wanted', async (t) => {
  t.deepEqual(await missingPackages(plan, drivers(true, ['docker', 'pip']), signal), [
    'debootstrap',
    'ca-certificates',
  ]);
  const registry = chapterPlan({...SUPPLIED, supply: 'registry'});
  t.deepEqual(await missingPackages(registry, drivers(true, ['docker']), signal), []);
});

test('a client alone does not stand for an engine', async (t) => {
  const missing = await missingPackages(plan, drivers(false, ['docker', 'iptables', 'ip']), signal);
  t.true(missing.includes('docker.io'));
});

function recorded(present: string[], brings: Readonly<Record<string, string>>) {
  const calls: string[] = [];
  const processes = untouchable<ReturnType<typeof programs>>('processes', {
    which: (program) => Promise.resolve(present.includes(program) ? program : undefined),
    run: (file, args) => {
      calls.push([file, ...args].join(' '));
      for (const [pack, program] of Object.entries(brings)) if (args.includes(pack)) present.push(program);
      return Promise.resolve({stdout: '', stderr: ''});
    },
  });
  return {calls, drivers: {...drivers(false, []), processes}};
}

test('packages are installed once, without recommendations', async (t) => {
  const {calls, drivers} = recorded([], {'docker.io': 'docker'});
  await installPackages(['docker.io', 'debootstrap'], drivers, signal);
  t.deepEqual(calls, ['apt-get update', 'apt-get install -y --no-install-recommends docker.io debootstrap']);
});

test('where docker.io brings no client, the package of the client follows', async (t) => {
  const {calls, drivers} = recorded([], {'docker-cli': 'docker'});
  await installPackages(['docker.io'], drivers, signal);
  t.is(calls.at(-1), 'apt-get install -y --no-install-recommends docker-cli');
});

test('--no-install keeps the packages step from installing', async (t) => {
  const all = {...drivers(true, ['docker']), clock: new FakeClock()};
  const step = hostSteps(plan, all, {install: false}, machine()).find(({id}) => id === 'host.packages');
  if (step === undefined) return t.fail('no such step');
  const error = await refusal(t, step.run(quietContext));
  t.deepEqual([error.code, error.exitCode], ['HOST-PACKAGES', 3]);
  t.regex(error.hint ?? '', /^apt-get install .*debootstrap/);
});

test('an engine that the package started without the wrapper is stopped where it needs one', async (t) => {
  const {calls, drivers: of} = recorded(['docker'], {});
  let asked = 0;
  // Nothing answers before the installation; afterwards, an engine does.
  const docker = untouchable<Docker>('docker', {
    info: () => Promise.resolve(asked++ === 0 ? undefined : ENGINE),
  });
  const host = machine({files: {'/proc/self/status': WITHOUT_SYS_RESOURCE}});
  const all = {...of, docker, clock: new FakeClock()};
  const step = hostSteps(plan, all, {install: true}, host).find(({id}) => id === 'host.packages');
  await step?.run(quietContext);
  t.is(calls.at(-1), 'service docker stop');
});

const isDebian = test.macro((t, text: string, expected: boolean) => {
  t.is(debianLike(text), expected);
});
test('Debian', isDebian, 'PRETTY_NAME="Debian GNU/Linux 12"\nID=debian\n', true);
test('Ubuntu is like Debian', isDebian, 'ID=ubuntu\nID_LIKE=debian\n', true);
test('a derivative of a derivative', isDebian, 'ID=pop\nID_LIKE="ubuntu debian"\n', true);
test('Fedora is not', isDebian, 'ID=fedora\nVERSION_ID=40\n', false);
test('the name alone does not make a Debian', isDebian, 'ID=other\nPRETTY_NAME="not debian"\n', false);

const compares = test.macro((t, seen: string, wanted: string, expected: boolean) => {
  t.is(atLeast(seen, wanted), expected);
});
test('the same version', compares, '20.10.24+dfsg1', '20.10', true);
test('a version with fewer digits is not greater', compares, '9.9', '20.10', false);
test('a later minor', compares, '1.26.8', '1.21', true);
test('an earlier minor', compares, '1.9', '1.21', false);
test('a shorter version', compares, '28', '20.10', true);
