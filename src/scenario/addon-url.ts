import {EastwestError} from '../base/errors.js';
import type {AddonName} from '../lab/lab.js';
import {clusterNamed, type Plan} from '../plan/plan.js';

/**
 * Where an addon of a cluster answers on this machine: its nodePort is published there.
 *
 * @throws ADDON-MISSING
 */
export function addonUrl(cluster: string, wanted: AddonName, plan: Plan): string {
  const addon = clusterNamed(plan, cluster).addons.find(({name}) => name === wanted);
  if (addon !== undefined) return `http://127.0.0.1:${addon.nodePort}`;
  throw new EastwestError(`${cluster} has no ${wanted}`, {
    code: 'ADDON-MISSING',
    hint: `give the scenario "requires: [${wanted}]", or name ${wanted} among the addons of ${cluster} in the lab file`,
  });
}
