import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {addressNumber} from '../../../src/lab/cidr.js';
import {bothOf, convergesTo, drivers, good, plan, secondsToCall, up, world} from './lab.js';
import {identities, remade, unreasonable, type Identities} from './restarted.js';
import type {Baseline, Trial} from './trials.js';

const run = promisify(execFile);
const HEALED_SECONDS = 40;
const STARTED_SECONDS = 25;

/** Restarts after which the lab is the same lab: `up` makes nothing new, and calls cross again in time. */
export function restartTrials(baseline: Baseline): Trial[] {
  const [first, ...rest] = plan.clusters.map(({node}) => node);
  const nodes = [first ?? '', ...rest];
  const restarts: Readonly<Record<string, () => Promise<unknown>>> = {
    'docker restart of one node': () => docker('restart', first ?? ''),
    'docker restart of both nodes': () => docker('restart', ...nodes),
    'addresses swapped by a restart': () => swapped(nodes),
    'docker kill of both nodes': () => docker('kill', ...nodes),
    'one node frozen': () => docker('pause', first ?? ''),
  };
  return [
    ...Object.entries(restarts).map(([what, restart]) => ({
      id: `restarts ${what}`,
      group: 'restarts' as const,
      run: () => heals(baseline, restart),
    })),
    {id: 'restarts stop and start', group: 'restarts', run: () => stopAndStart(baseline)},
    {id: 'restarts stop, then up', group: 'restarts', run: () => heals(baseline, () => good('stop'))},
  ];
}

/** The same containers and objects afterwards, and no step that makes something. */
export async function heals({state}: Baseline, restart: () => Promise<unknown>): Promise<string> {
  await up();
  const [before, objects] = [await ids(), await identities(world)];
  await restart();
  const startMs = performance.now();
  const [made, seconds] = await bothOf(up(), secondsToCall(startMs, HEALED_SECONDS));
  if ((await ids()) !== before) throw new Error(`other containers than before: ${await ids()}`);
  const astray = unreasonable(made);
  if (astray.length > 0) throw new Error(`up has brought about what was there: ${astray.join(', ')}`);
  await sameObjects(objects);
  await convergesTo(state);
  return `200 after ${seconds} s; brought about: ${made.join(', ')}`;
}

async function stopAndStart({state}: Baseline): Promise<string> {
  await up();
  const [before, at, objects] = [await ids(), await addresses(), await identities(world)];
  await good('stop');
  const {stdout} = await good('status', '--json');
  const {stopped, up: isUp} = JSON.parse(stdout) as {stopped: boolean; up: boolean};
  if (!stopped || isUp) throw new Error('status does not say that it is stopped');
  const startMs = performance.now();
  const [, seconds] = await bothOf(good('start'), secondsToCall(startMs, STARTED_SECONDS));
  if ((await ids()) !== before) throw new Error('other containers than before');
  if ((await addresses()) !== at) throw new Error(`addresses were ${at}, are ${await addresses()}`);
  await sameObjects(objects);
  await convergesTo(state);
  return `200 after ${seconds} s`;
}

/** Fails where a Deployment, a Service or a Secret is another than before. */
async function sameObjects(before: Identities): Promise<void> {
  const others = remade(before, await identities(world));
  if (others.length > 0) throw new Error(`other objects than before: ${others.join(', ')}`);
}

/** Stopped, and started so that each has the address of the next; fixed addresses are given up for it. */
async function swapped(nodes: readonly string[]): Promise<void> {
  const network = plan.dockerNetwork.name;
  const found = await Promise.all(nodes.map((node) => drivers.docker.container(node)));
  await docker('stop', ...nodes);
  for (const node of nodes) await drivers.docker.placeContainer(node, network);
  const order = found
    .filter((one) => one !== undefined)
    .sort((a, b) => addressNumber(b.addresses[network] ?? '') - addressNumber(a.addresses[network] ?? ''));
  for (const {name} of order) await docker('start', name);
}

async function docker(...args: readonly string[]): Promise<void> {
  await run('docker', [...args]);
}

async function ids(): Promise<string> {
  const names = [...plan.clusters.map(({node}) => node), plan.client.name];
  const found = await Promise.all(names.map((name) => drivers.docker.container(name)));
  return found.map((one) => one?.id ?? 'none').join(' ');
}

async function addresses(): Promise<string> {
  const found = await Promise.all(plan.clusters.map(({node}) => drivers.docker.container(node)));
  return found.map((one) => one?.addresses[plan.dockerNetwork.name] ?? 'none').join(' ');
}
