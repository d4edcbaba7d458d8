import {EastwestError, EXIT} from '../base/errors.js';
import type {Step} from '../engine/step.js';
import type {Plan} from '../plan/plan.js';
import {bundleSupply} from './bundle/bundle.js';
import {chooseAmong, type ChoiceLooks, type ChosenSupply, type Supplies} from './choose.js';
import {SUPPLY_CHOICES, SUPPLY_KINDS, type SupplyChoice} from './kinds.js';
import {registrySupply} from './registry/registry.js';
import {sourceSupply} from './source/source.js';
import {checkVersions} from './source/versions.js';
import type {SupplyRequest} from './supply.js';
import type {SupplyDrivers} from './work.js';

export {istioAtHand, requireIstio} from './at-hand.js';
export type {ChoiceLooks, ChosenSupply} from './choose.js';
export {istioAlone} from './source/istio-alone.js';
export {istioBuildSteps, istioToBuild} from './source/build-istio.js';
export {intoNodesSteps, intoNodeStepId} from './into-nodes.js';
export {SUPPLY_CHOICES, type SupplyChoice, type SupplyKind} from './kinds.js';
export {PULLED_LABEL} from './registry/pulled.js';
export {registryAnswers} from './registry/reach.js';
export type {SupplyRequest} from './supply.js';

/** How many steps of a lane run at a time. A Go build uses every core by itself. */
export const SUPPLY_LANES = {go: 1, download: 4, pull: 3};

const SUPPLIES: Supplies = {bundle: bundleSupply, registry: registrySupply, source: sourceSupply};

/** Says which supply a lab is made of, why, and where everything of it will be, without making any of it. */
export function chooseSupply(
  choice: string,
  request: SupplyRequest & {readonly lab: string},
  looks: ChoiceLooks,
): Promise<ChosenSupply> {
  return chooseAmong(SUPPLIES, known(choice), request, looks);
}

/** Stage "supply": the tools and images that the lab is made of. */
export function supplySteps(plan: Plan, drivers: SupplyDrivers): Step[] {
  const kind = SUPPLY_KINDS.find((one) => one === plan.supplied.supply);
  if (kind === undefined) throw new RangeError(`no supply ${plan.supplied.supply}`);
  return SUPPLIES[kind].steps(plan, drivers);
}

/**
 * The versions of Istio that are named, each once, if the source supply can build them; no other one builds any.
 *
 * @throws SUPPLY-UNKNOWN-VERSION
 */
export function buildableIstio(
  {supplied}: Pick<Plan, 'supplied'>,
  named: readonly string[],
): readonly string[] {
  for (const istio of named) checkVersions({istio}, supplied.folders);
  return [...new Set(named)];
}

function known(choice: string): SupplyChoice {
  const found = SUPPLY_CHOICES.find((one) => one === choice);
  if (found !== undefined) return found;
  throw new EastwestError(`--supply ${choice} is not known; expected one of ${SUPPLY_CHOICES.join(', ')}`, {
    code: 'SUPPLY-UNKNOWN',
    exitCode: EXIT.usage,
  });
}
