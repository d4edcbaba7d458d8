import test from 'ava';
import {eastwest, type Ended} from '../helpers/program.js';
import {drivers, plan} from './plant.js';

/** What a person who comes back to a lab waits at most for a call across, in ms. */
const USABLE_MS = 25_000;

async function containers(): Promise<readonly (readonly [string, string, boolean])[]> {
  const names = [...plan.clusters.map(({node}) => node), plan.client.name];
  const found = await Promise.all(names.map((name) => drivers.docker.container(name)));
  return found.map((one) => [one?.name ?? '', one?.id ?? '', one?.running === true && one.paused !== true]);
}

async function addresses(): Promise<readonly (string | undefined)[]> {
  const found = await Promise.all(plan.clusters.map(({node}) => drivers.docker.container(node)));
  return found.map((one) => one?.addresses[plan.dockerNetwork.name]);
}

const working = (all: Awaited<ReturnType<typeof containers>>): boolean => all.every(([, , works]) => works);

test.serial('stop keeps the lab; start brings the same containers back with their addresses', async (t) => {
  const [before, at] = [await containers(), await addresses()];
  t.true(working(before));
  const stopped = await eastwest('stop');
  t.is(stopped.code, 0, stopped.stderr);
  t.deepEqual(
    await containers(),
    before.map(([name, id]) => [name, id, false] as const),
  );
  const {stdout} = await eastwest('status', '--json');
  const {stopped: isStopped, up} = JSON.parse(stdout) as {stopped: boolean; up: boolean};
  t.deepEqual([isStopped, up], [true, false]);
  const run = await eastwest('run', 'ch12/clusters');
  t.is(run.code, 4);
  t.regex(run.stderr, /the lab ch12 is stopped \[LAB-STOPPED\]\s+.*eastwest start/);
  const started = await eastwest('start');
  t.is(started.code, 0, started.stderr);
  t.true(started.tookMs <= USABLE_MS, `${started.tookMs} ms`);
  t.deepEqual(await containers(), before);
  t.deepEqual(await addresses(), at);
});

test.serial(
  'a lab that gave its memory back is started by up, with its addresses; nothing is made anew',
  async (t) => {
    const [before, at] = [await containers(), await addresses()];
    t.is((await eastwest('stop', '--release-memory')).code, 0);
    const nodes = await Promise.all(plan.clusters.map(({node}) => drivers.docker.container(node)));
    t.deepEqual(
      nodes.map((node) => node?.running),
      [false, false],
    );
    const {code, stderr} = await eastwest('up');
    t.is(code, 0, stderr);
    t.deepEqual(await containers(), before);
    t.deepEqual(await addresses(), at);
    const {stdout} = await eastwest('up', '--json');
    t.deepEqual((JSON.parse(stdout) as {made: string[]}).made, []);
  },
);

test.serial('of two commands at once one works, the other is told who does', async (t) => {
  const ends: readonly Ended[] = await Promise.all([eastwest('up'), eastwest('up')]);
  const busy = ends.find(({code}) => code !== 0);
  t.is(ends.filter(({code}) => code === 0).length, 1, ends.map(({stderr}) => stderr).join('\n'));
  t.regex(busy?.stderr ?? '', /is being worked on by `eastwest up` \(pid \d+\) \[LAB-BUSY\]/);
  t.regex(busy?.stderr ?? '', /kill \d+/);
});
