import {EastwestError, EXIT, messageOf} from '../base/errors.js';
import {LAB_LABEL} from '../plan/plan.js';
import type {Bench, World} from '../scenario/bench.js';
import {ownersNoted} from '../scenario/journal.js';
import {readPlanted, type Planted} from './journal.js';

/**
 * Refuses what would meddle with a planted fault, or be misled by it.
 *
 * @throws FAULT-PLANTED
 */
export async function refuseWhilePlanted(where: Pick<World, 'plan' | 'docker'>): Promise<void> {
  const planted = await readPlanted(where);
  if (planted !== undefined) throw plantedError(planted);
}

export function plantedError({fault, cluster, since, quiz}: Planted): EastwestError {
  if (quiz !== undefined) {
    return new EastwestError('the lab is broken on purpose: a quiz is under way', {
      code: 'FAULT-PLANTED',
      hint: 'eastwest quiz goes on with it, eastwest mend ends it',
      exitCode: EXIT.usage,
    });
  }
  const how = since === undefined ? 'was being planted' : 'is planted';
  return new EastwestError(`the fault ${fault} ${how} in ${cluster}`, {
    code: 'FAULT-PLANTED',
    hint: 'eastwest mend',
    exitCode: EXIT.usage,
  });
}

/**
 * A fault is planted in a lab that is up and bears nobody else's changes.
 *
 * @throws FAULT-PLANTED, FAULT-LAB-NOT-UP, FAULT-LAB-BUSY
 */
export async function refuseUnlessFree(bench: Bench): Promise<void> {
  // First of all: a node that is frozen or stopped by a fault is no lab that is not up.
  await refuseWhilePlanted(bench);
  await refuseUnlessUp(bench);
  const [owner] = await ownersNoted(bench);
  if (owner === undefined) return;
  throw new EastwestError(`the lab bears changes of ${owner}`, {
    code: 'FAULT-LAB-BUSY',
    hint: `eastwest run ${owner.split(',')[0]} takes them back when it begins`,
    exitCode: EXIT.usage,
  });
}

async function refuseUnlessUp({plan, docker, kube, signal}: Bench): Promise<void> {
  for (const {name, node} of plan.clusters) {
    const found = await docker.container(node);
    if (found?.labels[LAB_LABEL] !== plan.lab) throw notUp(plan.lab, `there is no ${node}`);
    if (!found.running || found.paused === true) throw notUp(plan.lab, `${node} does not run`);
    const unready = await whyUnready(() => kube(name).ready(signal));
    if (unready !== undefined) throw notUp(plan.lab, `the API server of ${name} is not ready${unready}`);
  }
}

/** Undefined where it is ready, else why it is not. */
async function whyUnready(ask: () => Promise<boolean>): Promise<string | undefined> {
  try {
    return (await ask()) ? undefined : '';
  } catch (error) {
    return `: ${messageOf(error)}`;
  }
}

function notUp(lab: string, why: string): EastwestError {
  return new EastwestError(`the lab ${lab} is not up: ${why}`, {
    code: 'FAULT-LAB-NOT-UP',
    hint: 'eastwest up',
    exitCode: EXIT.usage,
  });
}
