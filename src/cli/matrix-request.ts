import {istioAtHand} from '../supply/index.js';
import type {CellChoice, MatrixFacts} from '../matrix/index.js';
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

/**
 * What the matrix is made of. The version that the lab file names counts only if it is there by itself as well: a lab that
 * is made with another one has it neither in its node image nor among its tools.
 */
export async function factsOf({plan, drivers}: OpenLab): Promise<MatrixFacts> {
  const {supplied, versions, clusters} = plan;
  const alone = {supplied, versions: {...versions, istio: ''}};
  return {versions: await istioAtHand(alone, drivers), clusters: clusters.map(({name}) => name)};
}
