import {waitFor} from '../../../src/base/wait-for.js';
import {openLab} from '../../../src/cli/open-lab.js';
import {worldOf} from '../../../src/cli/world.js';
import {loadBalancerAddress} from '../../../src/drivers/kube/workloads.js';
import {stateHash} from '../../../src/faults/index.js';
import {ISTIO_SYSTEM} from '../../../src/plan/plan.js';
import {eastwest, type Ended} from '../../helpers/program.js';
import {projectFile} from '../../helpers/project.js';
import {leftovers} from '../../e2e/leftovers.js';
import {different, lifeState, type State} from './state.js';

/** What was killed is away at once; what a cluster is still taking away has this long. */
const SETTLE_MS = 60_000;

export const SUPPLY = ['--supply', 'source'] as const;
const opened = await openLab({lab: projectFile('ch12/lab.yaml'), supply: 'source'});
export const {plan, drivers} = opened;
export const world = worldOf(opened);

/** Calls the program; an exit code other than 0 fails the trial with what it said. */
export async function good(...args: readonly string[]): Promise<Ended> {
  const end = await eastwest(...args);
  if (end.code !== 0) throw new Error(`eastwest ${args.join(' ')} ended with ${end.code}: ${end.stderr}`);
  return end;
}

/** The lab, from whatever there is of it. */
export async function up(): Promise<readonly string[]> {
  const {stdout} = await good('up', '--json');
  return (JSON.parse(stdout) as {made: readonly string[]}).made;
}

/** Nothing of the lab. */
export async function none(): Promise<void> {
  await good('down');
  const left = await leftovers();
  if (left.length > 0) throw new Error(`left after down: ${left.join(', ')}`);
}

export function stateNow(): Promise<State> {
  return lifeState(world);
}

/** Fails unless the lab comes to be in the state, by the same hash. */
export async function convergesTo(wanted: State): Promise<void> {
  const look = async () => {
    const now = await stateNow();
    return {done: stateHash(now) === stateHash(wanted), seen: different(wanted, now).join('; ')};
  };
  const {signal} = new AbortController();
  await waitFor('the lab to be in the same state', look, {
    deadlineMs: SETTLE_MS,
    signal,
    clock: drivers.clock,
  });
}

/** So many tries, a quarter of a second apart: to look from outside each time takes what the nodes need to start. */
const TRIES = `for try in $(seq "$3"); do
  [ "$(curl -s -m 2 -o /dev/null -w '%{http_code}' -H "Host: $1" "$2")" = 200 ] && exit 0
  sleep 0.25
done
exit 1`;

/** Whether a call across the clusters is answered with 200 now, or at one of the next tries. */
export async function crosses(tries = 1): Promise<boolean> {
  const {docker} = drivers;
  const call = plan.call;
  if (call === undefined) throw new Error('the chapter declares a call');
  const kube = world.kube(call.through);
  const address = (await loadBalancerAddress(kube, ISTIO_SYSTEM, 'istio-ingressgateway')) ?? '';
  const url = `http://${address}${call.path}`;
  const {signal} = new AbortController();
  const command = ['sh', '-c', TRIES, 'tries', call.host, url, String(tries)];
  return (await docker.exec(plan.client.name, command, {signal, timeoutMs: 30_000})).exitCode === 0;
}

/** Seconds from a moment (of `performance.now`) until a call across is answered; fails after the limit. */
export async function secondsToCall(sinceMs: number, limitSeconds: number): Promise<number> {
  const {signal} = new AbortController();
  const look = async () => ({done: await crosses(10), seen: 'no 200'});
  const left = limitSeconds * 1000 - (performance.now() - sinceMs);
  await waitFor('a call across the clusters', look, {
    deadlineMs: Math.max(left, 0),
    signal,
    clock: drivers.clock,
    intervalsMs: [200],
  });
  const seconds = Math.round((performance.now() - sinceMs) / 100) / 10;
  if (seconds > limitSeconds) throw new Error(`200 after ${seconds} s, later than ${limitSeconds} s`);
  return seconds;
}

/** Both, once both are over; fails with the first failure, since nothing may still be at work in the next trial. */
export async function bothOf<A, B>(one: Promise<A>, other: Promise<B>): Promise<readonly [A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}
