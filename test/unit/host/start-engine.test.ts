import test from 'ava';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {Processes} from '../../../src/drivers/process/process.js';
import {clearRemains} from '../../../src/host/engine-remains.js';
import {engineArguments, startEngine, USUAL_PLACES} from '../../../src/host/start-engine.js';
import {FakeClock} from '../../fakes/clock.js';
import {untouchable} from '../../fakes/drivers.js';
import {ENGINE, machine} from '../../fakes/host.js';
import {refusal} from '../../helpers/error.js';
import {quietContext} from '../../helpers/world.js';

const {pidFile, execRoot, systemContainerd} = USUAL_PLACES;
const CONTAINERD_PID = `${execRoot}/containerd/containerd.pid`;
const process = (name: string, state = 'S (sleeping)') => `Name:\t${name}\nState:\t${state}\n`;

const clears = test.macro(async (t, files: Record<string, string>, removed: string[]) => {
  const host = machine({files});
  await clearRemains(USUAL_PLACES, host);
  t.deepEqual(host.removed, removed);
});

test('nothing is there to be cleared', clears, {}, []);
test('a pid file of a process that is gone', clears, {[pidFile]: '70\n'}, [pidFile]);
test("a pid that is another program's now", clears, {[pidFile]: '70\n', '/proc/70/status': process('bash')}, [
  pidFile,
]);
test(
  'an engine that is a zombie',
  clears,
  {[pidFile]: '70', '/proc/70/status': process('dockerd', 'Z (zombie)')},
  [pidFile],
);
test('a pid file without a number', clears, {[pidFile]: ''}, [pidFile]);
test(
  "a containerd pid that is another program's now",
  clears,
  {[CONTAINERD_PID]: '9', '/proc/9/status': process('sh')},
  [CONTAINERD_PID],
);
test(
  'a containerd that lives on is left to the new engine',
  clears,
  {[CONTAINERD_PID]: '9', '/proc/9/status': process('containerd')},
  [],
);
test('a socket that no containerd serves', clears, {[systemContainerd]: ''}, [systemContainerd]);

test('a socket that a containerd serves stays', async (t) => {
  const host = machine({files: {[systemContainerd]: ''}, socketAnswers: () => Promise.resolve(true)});
  await clearRemains(USUAL_PLACES, host);
  t.deepEqual(host.removed, []);
});

const START = {
  ...USUAL_PLACES,
  dockerd: '/usr/sbin/dockerd',
  wrapper: undefined,
  logFile: '/cache/dockerd.log',
  deadlineMs: 60_000,
  args: [],
};

test('an engine at the usual places needs no arguments', (t) => {
  t.deepEqual(engineArguments(START), []);
});

test('the wrapper becomes the default runtime', (t) => {
  t.deepEqual(engineArguments({...START, wrapper: '/w/runc-wrapper'}), [
    '--add-runtime',
    'eastwest=/w/runc-wrapper',
    '--default-runtime',
    'eastwest',
  ]);
});

function starting(info: Docker['info'], files: Record<string, string>) {
  return {
    host: machine({files}),
    clock: new FakeClock(),
    docker: untouchable<Docker>('docker', {info}),
    processes: untouchable<Processes>('processes', {startDetached: () => Promise.resolve(70)}),
  };
}

test('it waits until the engine answers', async (t) => {
  let asked = 0;
  const info: Docker['info'] = () => Promise.resolve(++asked < 3 ? undefined : ENGINE);
  t.is(await startEngine(START, starting(info, {'/proc/70': ''}), quietContext), 70);
  t.is(asked, 3);
});

const EARLIER = {[pidFile]: '60\n', '/proc/60/status': process('dockerd')};

test('an engine that lives without answering is neither doubled nor ended', async (t) => {
  const drivers = starting(() => Promise.resolve(undefined), EARLIER);
  const error = await refusal(t, startEngine(START, drivers, quietContext));
  t.deepEqual([error.code, error.exitCode], ['HOST-DOCKER-HANGS', 3]);
  t.regex(error.hint ?? '', /kill 60/);
  t.deepEqual(drivers.host.removed, []);
});

test('one that comes to answer is taken', async (t) => {
  let asked = 0;
  const info: Docker['info'] = () => Promise.resolve(++asked < 3 ? undefined : ENGINE);
  t.is(await startEngine(START, starting(info, EARLIER), quietContext), 60);
});

test('one that is still ending is waited for', async (t) => {
  let looks = 0;
  const living = machine({files: {...EARLIER, '/proc/70': ''}});
  const host = {
    ...living,
    readFile: (path: string) =>
      path === '/proc/60/status' && ++looks > 5 ? Promise.resolve(undefined) : living.readFile(path),
  };
  const info: Docker['info'] = () => Promise.resolve(looks > 5 ? ENGINE : undefined);
  const drivers = {...starting(info, {}), host};
  t.is(await startEngine(START, drivers, quietContext), 70);
  t.true(drivers.clock.slept.length >= 5);
  t.deepEqual(living.removed, [pidFile]);
});

test('an engine that ends while it starts is reported at once, with its last words', async (t) => {
  let read = 0;
  const log = ['earlier run\n', 'earlier run\nfailed to start daemon: no room\n'];
  const drivers = starting(() => Promise.resolve(undefined), {});
  const host = {
    ...machine(),
    readFile: (path: string) => Promise.resolve(path === START.logFile ? log[read++] : undefined),
  };
  const error = await refusal(t, startEngine(START, {...drivers, host}, quietContext));
  t.is(error.code, 'HOST-ENGINE-ENDED');
  t.deepEqual(error.details, ['failed to start daemon: no room', 'whole log: /cache/dockerd.log']);
  t.deepEqual(drivers.clock.slept, []);
});

test('an engine that lives and never answers names its log', async (t) => {
  const error = await refusal(
    t,
    startEngine(
      START,
      starting(() => Promise.resolve(undefined), {'/proc/70': ''}),
      quietContext,
    ),
  );
  t.is(error.code, 'WAIT-TIMED-OUT');
  t.is(error.hint, 'see /cache/dockerd.log');
});
