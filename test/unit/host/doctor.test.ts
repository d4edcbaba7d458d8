import test from 'ava';
import {systemClock, type Clock} from '../../../src/base/clock.js';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import {doctor} from '../../../src/host/doctor.js';
import {hindrances} from '../../../src/host/finding.js';
import {hostSteps, unfit} from '../../../src/host/steps.js';
import {ALL_CAPABILITIES, ENGINE, engineWith, machine, programs} from '../../fakes/host.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {quietContext} from '../../helpers/world.js';

const plan = chapterPlan();
const signal = new AbortController().signal;
const FIT = machine({
  files: {
    '/proc/self/status': ALL_CAPABILITIES,
    '/proc/mounts': '',
    '/sys/fs/cgroup/cgroup.controllers': 'cpu cpuset memory pids',
    '/proc/sys/fs/inotify/max_user_instances': '512',
    '/proc/sys/fs/inotify/max_user_watches': '524288',
  },
});
const ALL_PROGRAMS = programs({
  docker: 'Docker version 28.2.2, build 1',
  go: 'go version go1.26.0 linux/amd64',
  debootstrap: '',
  pip3: '',
  'update-ca-certificates': '',
});
const info: Docker['info'] = () => Promise.resolve(ENGINE);

interface Given {
  readonly docker?: Docker;
  readonly clock?: Clock;
}

const drivers = ({docker = engineWith([], {info}), clock = systemClock}: Given = {}) => ({
  docker,
  clock,
  processes: ALL_PROGRAMS,
});

test('a fit host has nothing but good findings, each with a code', async (t) => {
  const findings = await doctor(plan, drivers(), signal, FIT);
  t.deepEqual(
    findings.filter(({level}) => level !== 'ok'),
    [],
  );
  t.true(findings.every(({code}) => /^HOST-[A-Z-]+$/.test(code)));
});

test('Go, debootstrap and pip matter to the source supply only', async (t) => {
  const codes = async (supply: string) =>
    (await doctor(chapterPlan({...SUPPLIED, supply}), drivers(), signal, FIT)).map(({code}) => code);
  const builders = ['HOST-GO', 'HOST-DEBOOTSTRAP', 'HOST-PIP'];
  t.true((await codes('source')).includes('HOST-GO'));
  t.deepEqual(
    (await codes('registry')).filter((code) => builders.includes(code)),
    [],
  );
});

test('who only builds versions of Istio is asked for no ports, names or subnets of a lab', async (t) => {
  const findings = await doctor(plan, drivers(), signal, FIT, 2);
  const codes = findings.map(({code}) => code);
  t.deepEqual(
    findings.filter(({level}) => level !== 'ok'),
    [],
  );
  for (const code of [
    'HOST-GO',
    'HOST-DEBOOTSTRAP',
    'HOST-PIP',
    'HOST-DISK-DOCKER',
    'HOST-DISK-CACHE',
    'HOST-MEMORY',
  ]) {
    t.true(codes.includes(code), code);
  }
  t.deepEqual(
    codes.filter((code) => /PORT|FOREIGN|SUBNET|KUBECONFIG|INOTIFY/.test(code)),
    [],
  );
});

test('an engine that does not answer in time is not told as none: what hangs on it could not be checked', async (t) => {
  const docker = engineWith([], {info: () => new Promise(() => undefined)});
  const waits: number[] = [];
  // Only the limit of the engine, the first one, runs out.
  const sleep: Clock['sleep'] = (ms) => {
    waits.push(ms);
    return waits.length === 1 ? Promise.resolve() : new Promise(() => undefined);
  };
  const findings = await doctor(plan, drivers({docker, clock: {...systemClock, sleep}}), signal, FIT);
  const others = findings.filter(({level}) => level !== 'ok');
  t.deepEqual([...new Set(others.map(({code}) => code))], ['HOST-CHECK-UNTOLD']);
  t.deepEqual(
    [...new Set(others.map(({seen}) => seen))],
    ['could not be checked: the Docker engine has not answered in 1.5 s'],
  );
  t.deepEqual(
    others.map(({what}) => what),
    [
      'engine',
      'cores',
      'memory',
      'dockerDisk',
      'wrapper',
      'foreignClusters',
      'foreignClient',
      'foreignNetwork',
      'subnet',
    ],
  );
  t.deepEqual(hindrances(findings, false), []);
  t.true(Math.max(...waits) <= 2000);
  t.true(waits.slice(1).every((ms) => ms > (waits[0] ?? 0)));
});

test('a check that fails itself is a warning that says why', async (t) => {
  const docker = engineWith([], {info, network: () => Promise.reject(new Error('the engine stumbled'))});
  const untold = (await doctor(plan, drivers({docker}), signal, FIT)).filter(
    ({code}) => code === 'HOST-CHECK-UNTOLD',
  );
  t.deepEqual(
    untold.map(({level, what, seen}) => [level, what, seen]),
    ['foreignNetwork', 'subnet'].map((check) => [
      'warning',
      check,
      'could not be checked: the engine stumbled',
    ]),
  );
});

test('what `up` would cure hinders only where installing is forbidden', async (t) => {
  const docker = engineWith([], {info: () => Promise.resolve(undefined)});
  const findings = await doctor(plan, drivers({docker}), signal, FIT);
  t.deepEqual(hindrances(findings, true), []);
  t.deepEqual(
    hindrances(findings, false).map(({code}) => code),
    ['HOST-DOCKER-DOWN'],
  );
});

test('--no-install ends the first step with the remedy and exit code 3', async (t) => {
  const docker = engineWith([], {info: () => Promise.resolve(undefined)});
  const [fit] = hostSteps(plan, drivers({docker}), {install: false}, FIT);
  if (fit === undefined) return t.fail('no steps');
  const error = await refusal(t, fit.done(quietContext));
  t.deepEqual([error.code, error.exitCode], ['HOST-DOCKER-DOWN', 3]);
  t.regex(error.hint ?? '', /apt-get install/);
});

test('the steps of a host that has all find nothing to do', async (t) => {
  for (const step of hostSteps(plan, drivers(), {install: true}, FIT)) {
    t.true((await step.done(quietContext)).done, step.id);
  }
});

test('one error names every fault', (t) => {
  const faults = ['A', 'B', 'C'].map((name) => ({
    code: `HOST-${name}`,
    level: 'fault' as const,
    what: name,
    seen: 'bad',
    remedy: `cure ${name}`,
  }));
  const error = unfit(faults);
  t.deepEqual(
    [error.code, error.message, error.hint],
    ['HOST-A', 'the host is not fit: A: bad (and 2 more)', 'cure A'],
  );
  t.deepEqual(error.details, ['HOST-B B: bad. Remedy: cure B', 'HOST-C C: bad. Remedy: cure C']);
});
