/**
 * Scenarios that change a running lab, each in its own way: pods and routes of both clusters, in half a minute; the
 * kernel of a node, with callers in the client; the CA of a cluster, with callers.
 */
export const SCENARIOS = [
  'ch12/failover',
  'resilience/cluster-cut-off',
  'resilience/intermediate-ca-rotated',
] as const;

export type ScenarioName = (typeof SCENARIOS)[number];
