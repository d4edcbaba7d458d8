import type {CellChoice, MatrixFacts} from '../matrix/index.js';
import type {Cell} from '../report/index.js';
import {istioAtHand, istioToBuild} from '../supply/index.js';
import type {UpgradeOptions} from './hop-request.js';
import type {OpenLab} from './open-lab.js';

/** What the command line of `matrix` says, as it was typed. */
export interface MatrixOptions extends UpgradeOptions {
  readonly from?: string;
  readonly only?: string;
  readonly cells?: boolean;
  readonly dryRun?: boolean;
  readonly fresh?: boolean;
  readonly retry?: boolean;
}

/** Which cells are asked for. Pure. */
export function choiceOf({from, to, strategy, order, only}: MatrixOptions): CellChoice {
  return {
    ...(from === undefined ? {} : {from: listed(from)}),
    ...(to === undefined ? {} : {to: listed(to)}),
    ...(strategy === undefined ? {} : {strategy}),
    ...(order === undefined ? {} : {order: listed(order)}),
    ...(only === undefined ? {} : {only: listed(only)}),
  };
}

function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** What the matrix is made of. */
export async function factsOf({plan, drivers}: OpenLab): Promise<MatrixFacts> {
  return {versions: await istioAtHand(plan, drivers), clusters: plan.clusters.map(({name}) => name)};
}

/**
 * The versions that have to be built before the first hop. The version that the lab is made with may be in its
 * node image and among its tools only, and a lab that is made with another one is given it by itself.
 */
export function versionsToBuild(
  cells: readonly Cell[],
  {plan, drivers}: OpenLab,
): Promise<readonly string[]> {
  const versions = [...new Set(cells.flatMap(({from, to}) => [from, to]))];
  return istioToBuild(plan, versions, drivers.docker);
}
