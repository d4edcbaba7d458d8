import {EastwestError} from '../base/errors.js';
import {readSlot, writeSlot} from '../drivers/docker/slots.js';
import {LAB_LABEL} from '../plan/plan.js';
import type {World} from '../scenario/bench.js';
import type {FaultUndo} from './undo.js';

/** What is planted in a lab. */
export interface Planted {
  readonly fault: string;
  readonly cluster: string;
  /** The other cluster that it is about; the seed's choice unless it is said. */
  readonly peer?: string;
  readonly seed: number;
  /** ISO 8601: since when it is in the lab; absent while it is being planted, and after that was broken off. */
  readonly since?: string;
  /** Planted by `quiz`: nobody is told its name. */
  readonly quiz?: {readonly begun: string; readonly hints: number};
  /** What takes it back, in the order of the changes. */
  readonly undos: readonly FaultUndo[];
}

const FILES = ['/kind/eastwest-fault-a.json', '/kind/eastwest-fault-b.json'] as const;
/** It holds Secrets as they were. */
const OWNER_ONLY = 0o600;

type Where = Pick<World, 'plan' | 'docker'>;

/**
 * The journal lies in the container of the first node: there it can be read while the cluster is frozen, stopped or
 * cut off, it goes with the lab, and every folder that the lab is used from finds it. Of a write that was broken off
 * nothing is left, and what it noted was not yet done.
 *
 * @returns undefined where nothing is planted, also where there is no lab.
 */
export async function readPlanted(where: Where): Promise<Planted | undefined> {
  const node = await nodeOf(where);
  return node === undefined ? undefined : readSlot<Planted>(where.docker, node, FILES);
}

/** Notes what is planted, or that nothing is. */
export async function writePlanted(planted: Planted | undefined, where: Where): Promise<void> {
  const node = await nodeOf(where);
  if (node === undefined) {
    throw new EastwestError(`there is no lab ${where.plan.lab}`, {
      code: 'FAULT-LAB-NOT-UP',
      hint: 'eastwest up',
    });
  }
  await writeSlot(where.docker, node, FILES, planted, OWNER_ONLY);
}

/** The first node, where it is this lab's. */
async function nodeOf({plan, docker}: Where): Promise<string | undefined> {
  const [first] = plan.clusters;
  const found = first === undefined ? undefined : await docker.container(first.node);
  return found?.labels[LAB_LABEL] === plan.lab ? found.id : undefined;
}
