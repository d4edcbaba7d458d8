import test from 'ava';
import {EastwestError, InterruptedError} from '../../../src/base/errors.js';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import {loadMeter} from '../../../src/traffic/load.js';
import {untouchable} from '../../fakes/drivers.js';
import {chapterPlan} from '../../helpers/chapter.js';

/** What the machine says at a look: hundredths of a second of work and of rest, and seconds of each container. */
interface Seen {
  readonly stat: string;
  readonly own: number | undefined;
}

/** Work by users and rest since the machine was started, with some of every other kind that there is. */
const stat = (user: number, idle: number, [waiting, stolen] = [0, 0]): string =>
  `cpu  ${user} 0 10 ${idle} ${waiting} 0 5 ${stolen} 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n`;

function meter(looks: readonly (Seen | Error)[]) {
  let place = -1;
  const asked: string[] = [];
  const docker = untouchable<Docker>('docker', {
    exec: (name) => {
      const look = looks[++place];
      if (look === undefined) throw new Error('looked more often than that');
      asked.push(name);
      if (look instanceof Error) return Promise.reject(look);
      return Promise.resolve({exitCode: 0, stdout: look.stat, stderr: ''});
    },
    processorSeconds: (name) => {
      const look = looks[place];
      asked.push(name);
      return Promise.resolve(look instanceof Error ? 0 : look?.own);
    },
  });
  return {meter: loadMeter({docker, plan: chapterPlan(), signal: new AbortController().signal}), asked};
}

test('the share of others is the work of the machine without that of the containers of the lab', async (t) => {
  const {meter: own, asked} = meter([
    {stat: stat(1000, 1000), own: 1},
    // 10 s of 20: 6 s by the lab, of which each container has 2.
    {stat: stat(2000, 2000), own: 3},
    // 18 s of 20: 3 s by the lab; 1 s was stolen, 1 s waited for a disk and is no work.
    {stat: stat(3700, 2100, [100, 100]), own: 4},
  ]);
  await own.begin('before');
  await own.begin('west');
  t.deepEqual(await own.stop(), {before: 0.2, west: 0.75});
  t.deepEqual(asked.slice(0, 4), ['mypc', 'mypc', 'west-control-plane', 'east-control-plane']);
});

test('a phase that comes twice is told as one', async (t) => {
  const {meter: own} = meter([
    {stat: stat(0, 0), own: 0},
    {stat: stat(1000, 1000), own: 0},
    {stat: stat(1000, 2000), own: 0},
    {stat: stat(1000, 4000), own: 0},
  ]);
  await own.begin('west');
  await own.begin('mixed');
  await own.begin('west');
  t.deepEqual(await own.stop(), {west: 0.25, mixed: 0});
});

test('counters that do not fit together are no share below nothing', async (t) => {
  const {meter: own} = meter([
    {stat: stat(1000, 1000), own: 0},
    {stat: stat(1100, 1100), own: 9},
    {stat: stat(1100, 1100), own: 9},
  ]);
  await own.begin('before');
  await own.begin('west');
  t.deepEqual(await own.stop(), {before: 0, west: 0});
});

test('nothing is said of a phase in which a container was started anew, or did not run', async (t) => {
  const {meter: own} = meter([
    {stat: stat(0, 0), own: 5},
    {stat: stat(1000, 1000), own: 6},
    {stat: stat(2000, 2000), own: 1},
    {stat: stat(3000, 3000), own: undefined},
    {stat: stat(4000, 4000), own: 3},
    {stat: stat(5000, 5000), own: 4},
    {stat: stat(6000, 6000), own: 4},
  ]);
  for (const phase of ['before', 'anew', 'ending', 'away', 'after', 'anew']) await own.begin(phase);
  t.deepEqual(await own.stop(), {before: 0.35, after: 0.35});
});

test('of what could not be seen nothing is said, and the hop goes on', async (t) => {
  const none = new EastwestError('the engine is gone', {code: 'DOCKER-ENGINE-DOWN'});
  const {meter: own} = meter([
    {stat: stat(0, 0), own: 0},
    none,
    {stat: 'intr 1 2 3\n', own: 0},
    {stat: stat(1000, 1000), own: 0},
    {stat: stat(2000, 2000), own: 0},
  ]);
  for (const phase of ['before', 'west', 'mixed', 'east']) await own.begin(phase);
  t.deepEqual(await own.stop(), {east: 0.5});
  const {meter: interrupted} = meter([new InterruptedError()]);
  await t.throwsAsync(interrupted.begin('before'), {instanceOf: InterruptedError});
  const {meter: broken} = meter([new TypeError('a bug')]);
  await t.throwsAsync(broken.begin('before'), {instanceOf: TypeError});
});
