import {EastwestError} from '../base/errors.js';
import type {Plan} from '../plan/plan.js';

/** Calls of one kind: who is called from where, over which connections, and whether the mesh tries again. */
export interface Flow {
  /** `west->east new retries-off`. */
  readonly name: string;
  /** Whose ingress gateway takes the call in. */
  readonly from: string;
  /** Where the only pods are that can answer it. */
  readonly to: string;
  /** A connection for each call, or one for many. */
  readonly connection: 'new' | 'reused';
  /** `on`: as Istio has it of itself, twice more where the connection failed or the answer was 503. */
  readonly retries: 'off' | 'on';
}

/** From one cluster's ingress gateway to what is only in another. */
export interface Direction {
  readonly from: string;
  readonly to: string;
}

/**
 * From each cluster to the next one of the lab file, and from the last to the first: with two clusters both directions.
 *
 * @throws TRAFFIC-ONE-CLUSTER where there is no other one
 */
export function directionsOf({clusters}: Pick<Plan, 'clusters'>): readonly Direction[] {
  const names = clusters.map(({name}) => name);
  if (names.length < 2) {
    throw new EastwestError(`there is no traffic between clusters in a lab of ${names.length}`, {
      code: 'TRAFFIC-ONE-CLUSTER',
      hint: 'name a lab of two clusters or more with --lab, e.g. labs/upgrade.yaml',
    });
  }
  return names.map((from, index) => ({from, to: names[(index + 1) % names.length] ?? from}));
}

/** Every direction by new and by reused connections, without and with the mesh's retries: of two clusters eight. */
export function flowsOf(plan: Pick<Plan, 'clusters'>): readonly Flow[] {
  return directionsOf(plan).flatMap(({from, to}) =>
    (['new', 'reused'] as const).flatMap((connection) =>
      (['off', 'on'] as const).map((retries) => ({
        name: `${from}->${to} ${connection} retries-${retries}`,
        from,
        to,
        connection,
        retries,
      })),
    ),
  );
}

/** What stands in the Host header of a flow's calls. */
export function hostOf({retries}: Pick<Flow, 'retries'>): string {
  return `retries-${retries}.traffic.eastwest`;
}
