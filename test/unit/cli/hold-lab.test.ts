import {spawn, type ChildProcess} from 'node:child_process';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {existsSync, readdirSync, symlinkSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {EXIT} from '../../../src/base/errors.js';
import {holdNames, holdSupply, labNames} from '../../../src/cli/hold-lab.js';
import {locksAt, removeStale, socketLocks} from '../../../src/drivers/lock/socket-locks.js';
import {readLab} from '../../../src/lab/read-lab.js';
import {refusal} from '../../helpers/error.js';
import {projectFile} from '../../helpers/project.js';
import {tempFolder} from '../../helpers/temp-folder.js';

const {signal} = new AbortController();
const onLinux = process.platform === 'linux' ? test : test.skip;

/** A name that no other test and no lab has. */
const unheard = (): string => `test ${randomUUID()}`;

test('who comes second is told who works on it, since when, where, and how to end it', async (t) => {
  const name = unheard();
  await holdNames([name], {command: 'up', signal}, async () => {
    const error = await refusal(
      t,
      holdNames([name], {command: 'down', signal}, () => Promise.resolve()),
    );
    t.is(error.code, 'LAB-BUSY');
    t.is(error.exitCode, EXIT.labNotMade);
    t.is(error.message, `the ${name} is being worked on by \`eastwest up\` (pid ${process.pid})`);
    t.regex(error.details[0] ?? '', /^begun at \d{4}-\d\d-\d\dT.* in \//);
    t.regex(error.hint ?? '', new RegExp(`kill ${process.pid}`));
  });
});

test('who builds for labs holds what they are made of, and no lab', async (t) => {
  process.env['XDG_CACHE_HOME'] = await tempFolder(t);
  const hold = {command: 'supply build', signal};
  await holdSupply(hold, async () => {
    const error = await refusal(
      t,
      holdSupply(hold, () => Promise.resolve()),
    );
    t.is(error.code, 'LAB-BUSY');
    t.regex(error.message, /^the supply .* is being worked on by `eastwest supply build`/);
  });
});

test('what is through, well or not, holds nothing', async (t) => {
  const name = unheard();
  const failed = holdNames([name], {command: 'up', signal}, () => Promise.reject(new Error('planned')));
  await t.throwsAsync(failed, {message: 'planned'});
  t.is(await holdNames([name], {command: 'up', signal}, () => Promise.resolve(7)), 7);
});

test('of several names all are taken or none', async (t) => {
  const [one, shared] = ['a', 'b'].map((letter) => `${letter} ${unheard()}`) as [string, string];
  const holder = {pid: 1, command: 'eastwest up', folder: '/', since: '2026-01-01T00:00:00.000Z'};
  const first = await socketLocks.take([shared], holder);
  t.deepEqual(await socketLocks.take([one, shared], holder), {busy: shared, holder});
  t.true('release' in first);
  const alone = await socketLocks.take([one], holder);
  t.true('release' in alone, 'the name that was free was given back');
  for (const taken of [first, alone]) if ('release' in taken) await taken.release();
});

test('of many at once one works at a time', async (t) => {
  const name = unheard();
  let working = 0;
  let most = 0;
  const outcomes = await Promise.allSettled(
    Array.from({length: 20}, () =>
      holdNames([name], {command: 'up', signal}, async () => {
        most = Math.max(most, ++working);
        await new Promise((resolve) => setTimeout(resolve, 20));
        working--;
      }),
    ),
  );
  t.is(most, 1);
  t.true(outcomes.some(({status}) => status === 'fulfilled'));
  t.true(outcomes.some(({status}) => status === 'rejected'));
});

test('a lab holds its own name and those of all that it makes', (t) => {
  t.deepEqual(labNames(readLab(projectFile('ch12/lab.yaml')), {}), [
    'lab ch12',
    'cluster west',
    'cluster east',
    'network eastwest',
    'container mypc',
  ]);
});

test('the same names of another engine are other things', (t) => {
  const lab = readLab(projectFile('ch12/lab.yaml'));
  const [name] = labNames(lab, {DOCKER_HOST: 'tcp://192.0.2.1:2376'});
  t.is(name, 'lab ch12 of tcp://192.0.2.1:2376');
  t.deepEqual(labNames(lab, {DOCKER_HOST: 'unix:///var/run/docker.sock'}), labNames(lab, {}));
});

onLinux(
  'a process that was killed holds nothing, and what it had started for the name is ended',
  async (t) => {
    const name = unheard();
    const {child, started} = await holder(t, 'sleep', [name]);
    const busy = await refusal(
      t,
      holdNames([name], {command: 'run', signal}, () => Promise.resolve()),
    );
    t.regex(busy.message, new RegExp(`pid ${child.pid}\\)`));
    await killed(child);
    t.true(await lives(started), 'it goes on without whoever has started it');
    await holdNames([name], {command: 'down', signal}, async () => t.false(await lives(started)));
  },
);

onLinux("what works for another name, or is a service, is nobody's to end", async (t) => {
  const names = [unheard(), unheard()] as const;
  const service = join(await tempFolder(t), 'dockerd');
  symlinkSync('/bin/sleep', service);
  const other = await holder(t, 'sleep', [names[1]]);
  const engine = await holder(t, service, [names[0]]);
  await killed(other.child);
  await killed(engine.child);
  await holdNames([names[0]], {command: 'up', signal}, async () => {
    t.true(await lives(other.started));
    t.true(await lives(engine.started));
  });
});

test('where sockets are files, one that a killed process has left is taken over, one that is held is not', async (t) => {
  const folder = await tempFolder(t);
  const file = join(folder, 'one.sock');
  const script = `require('net').createServer().listen(${JSON.stringify(file)}, () => console.log('held'))`;
  const child = spawn(process.execPath, ['-e', script], {stdio: ['ignore', 'pipe', 'inherit']});
  await once(child.stdout, 'data');
  const locks = locksAt(() => file);
  const me = {pid: process.pid, command: 'eastwest up', folder, since: '2026-01-01T00:00:00.000Z'};
  const refused = await locks.take(['a name'], me);
  t.true('busy' in refused);
  await killed(child);
  t.true(existsSync(file), 'the file is left');
  const taken = await locks.take(['a name'], me);
  t.true('release' in taken);
  t.deepEqual(await locks.take(['a name'], me), {busy: 'a name', holder: me});
  if ('release' in taken) await taken.release();
  t.deepEqual(readdirSync(folder), []);
});

test('where sockets are files, whoever comes late with what it has found stale leaves the one that took over alone', async (t) => {
  const folder = await tempFolder(t);
  const file = join(folder, 'one.sock');
  const locks = locksAt(() => file);
  const me = {pid: process.pid, command: 'eastwest up', folder, since: '2026-01-01T00:00:00.000Z'};
  const taken = await locks.take(['a name'], me);
  t.true('release' in taken);
  // As one that has asked before this one listened.
  t.false(await removeStale(file));
  t.deepEqual(await locks.take(['a name'], {...me, command: 'eastwest down'}), {busy: 'a name', holder: me});
  t.deepEqual(readdirSync(folder), ['one.sock']);
  if ('release' in taken) await taken.release();
  t.deepEqual(readdirSync(folder), []);
  t.true(await removeStale(file), 'nothing is there');
});

async function holder(t: ExecutionContext, program: string, names: readonly string[]) {
  const file = projectFile('build/test/fakes/lock-holder.js');
  const child = spawn(process.execPath, [file, program, ...names], {stdio: ['ignore', 'pipe', 'inherit']});
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const started = Number(line.toString());
  t.teardown(() => {
    child.kill('SIGKILL');
    if (existsSync(`/proc/${started}`)) process.kill(started, 'SIGKILL');
  });
  return {child, started};
}

async function killed(child: ChildProcess): Promise<void> {
  const end = once(child, 'exit');
  child.kill('SIGKILL');
  await end;
}

/** A process that has ended and waits for its parent does not live. */
async function lives(pid: number): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => ') X');
  return !/\) [ZX]/.test(stat);
}
