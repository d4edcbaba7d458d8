import {systemClock, type Clock} from '../base/clock.js';
import {EastwestError} from '../base/errors.js';
import type {Holder, Locks} from '../drivers/lock/lock.js';
import {socketLocks} from '../drivers/lock/socket-locks.js';
import {endOrphans} from '../drivers/process/orphans.js';
import {HELD_VARIABLE} from '../drivers/process/process.js';
import type {Lab} from '../lab/lab.js';
import {cacheFolder, labOf, type LabOptions} from './open-lab.js';

/** DOCKER_HOST of the engine that there is without one. */
const USUAL_ENGINES = ['', 'unix:///var/run/docker.sock'];

/** Whatever of this machine carries one of a lab's names; two labs that share one of them are in each other's way. */
export function labNames(
  {name, clusters, dockerNetwork, client}: Lab,
  env: NodeJS.ProcessEnv = process.env,
): readonly string[] {
  const {DOCKER_HOST: engine = ''} = env;
  const where = USUAL_ENGINES.includes(engine) ? '' : ` of ${engine}`;
  return [
    `lab ${name}`,
    ...clusters.map((cluster) => `cluster ${cluster.name}`),
    `network ${dockerNetwork.name}`,
    `container ${client.name}`,
  ].map((one) => one + where);
}

/** Holds a lab's names for a command that changes it; while it is made, what labs are made of is held as well. */
export async function holdLab<T>(
  options: Pick<LabOptions, 'lab'>,
  {making = false, ...hold}: Hold & {readonly making?: boolean},
  work: () => Promise<T>,
): Promise<T> {
  const supply = making ? [supplyName()] : [];
  return holdNames([...labNames(labOf(options)), ...supply], hold, work);
}

/** Holds what labs are made of, and no lab. */
export async function holdSupply<T>(hold: Hold, work: () => Promise<T>): Promise<T> {
  return holdNames([supplyName()], hold, work);
}

function supplyName(): string {
  return `supply ${cacheFolder()}`;
}

interface Hold {
  /** The command without the program's name, e.g. `up`. */
  readonly command: string;
  readonly signal: AbortSignal;
  readonly locks?: Locks;
  readonly clock?: Clock;
}

/**
 * Does the work while nobody else of this machine works on one of the names, from whatever folder. What a killed
 * program had started for one of them is ended first: kind would go on making a node that `down` has just removed.
 *
 * @throws LAB-BUSY with who works on it
 */
export async function holdNames<T>(
  names: readonly string[],
  {command, signal, locks = socketLocks, clock = systemClock}: Hold,
  work: () => Promise<T>,
): Promise<T> {
  const {pid} = process;
  const since = clock.date().toISOString();
  const taken = await locks.take(names, {pid, command: `eastwest ${command}`, folder: process.cwd(), since});
  if ('busy' in taken) throw busy(taken.busy, taken.holder);
  try {
    const ended = await endOrphans(names, signal);
    if (ended.length > 0) process.stderr.write(`ended what a killed run had left: ${ended.join(', ')}\n`);
    process.env[HELD_VARIABLE] = names.join(',');
    return await work();
  } finally {
    process.env[HELD_VARIABLE] = '';
    await taken.release();
  }
}

function busy(name: string, holder: Holder | undefined): EastwestError {
  const code = 'LAB-BUSY';
  if (holder === undefined) {
    const hint = 'wait a moment and call it again; `ss -xlp | grep eastwest` shows which process it is';
    return new EastwestError(`something else works on the ${name} and does not say what it is`, {code, hint});
  }
  const {pid, command, folder, since} = holder;
  return new EastwestError(`the ${name} is being worked on by \`${command}\` (pid ${pid})`, {
    code,
    details: [`begun at ${since} in ${folder}`],
    hint: `wait until it is through, or end it: kill ${pid}`,
  });
}
