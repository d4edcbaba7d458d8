import {EastwestError, EXIT} from '../base/errors.js';
import type {Step} from '../engine/step.js';
import type {Versions} from '../lab/lab.js';
import type {Plan, Supplied} from '../plan/plan.js';
import type {SupplyKind} from './kinds.js';
import {locateSource} from './source/locate.js';
import type {SupplyFolders} from './source/layout.js';
import {sourceSteps} from './source/steps.js';
import type {SupplyDrivers} from './source/work.js';

export type {SupplyKind} from './kinds.js';

/** Says where everything will be, without making any of it. */
export function locateSupply(kind: SupplyKind, versions: Versions, folders: SupplyFolders): Supplied {
  if (kind === 'source') return locateSource(versions, folders);
  throw new EastwestError(`--supply ${kind} comes in a later version of eastwest`, {
    code: 'SUPPLY-NOT-YET',
    hint: 'use --supply source',
    exitCode: EXIT.usage,
  });
}

/** Stage "supply": the tools and images that the lab is made of. */
export function supplySteps(plan: Plan, drivers: SupplyDrivers): Step[] {
  return sourceSteps(plan, drivers);
}
