import {EastwestError, EXIT} from '../base/errors.js';
import {ADDONS} from '../lab/lab.js';
import {clusterNamed, type ClusterPlan, type Plan} from '../plan/plan.js';

/** Something of the lab that a browser shows. */
export interface Target {
  readonly url: string;
  /** The same by the address that is published, for which the call needs a Host header. */
  readonly probe: {readonly url: string; readonly headers: Readonly<Record<string, string>>};
  /** Line for the hosts file without which a browser does not find the URL. */
  readonly hostsLine?: string;
}

/** What `open` knows. */
export const TARGETS = ['webapp', ...ADDONS];

/** Where a target is published on this machine; no load balancer address is asked for. Pure. */
export function targetOf(name: string, plan: Plan, clusterName: string | undefined): Target {
  const cluster = clusterName === undefined ? undefined : known(clusterName, plan);
  if (name === 'webapp') return webapp(plan, cluster);
  const wanted = ADDONS.find((addon) => addon === name);
  if (wanted === undefined) throw usage(`open ${name}: expected one of ${TARGETS.join(', ')}`);
  const at = cluster ?? plan.clusters[0];
  if (plan.supplied.addons[wanted] === undefined) {
    throw usage(`the supply ${plan.supplied.supply} has no ${name}`, 'take --supply registry');
  }
  const addon = at?.addons.find((one) => one.name === wanted);
  if (addon === undefined) throw usage(`the lab publishes no ${name} of ${at?.name ?? 'any cluster'}`);
  const url = `http://127.0.0.1:${addon.nodePort}/`;
  return {url, probe: {url, headers: {}}};
}

/** By the lab's own call: a gateway knows its services by the Host header. */
function webapp({call, clusters}: Plan, wanted: ClusterPlan | undefined): Target {
  const cluster = wanted ?? clusters.find(({name}) => name === call?.through);
  if (call === undefined || cluster?.ingressNodePort === undefined) {
    throw usage(`the lab publishes no ingress gateway of ${cluster?.name ?? 'any cluster'}`);
  }
  const port = cluster.ingressNodePort;
  return {
    url: `http://${call.host}:${port}${call.path}`,
    probe: {url: `http://127.0.0.1:${port}${call.path}`, headers: {host: call.host}},
    hostsLine: `127.0.0.1 ${call.host}`,
  };
}

function known(name: string, plan: Plan): ClusterPlan {
  if (plan.clusters.some((cluster) => cluster.name === name)) return clusterNamed(plan, name);
  throw usage(`--cluster ${name}: expected one of ${plan.clusters.map((one) => one.name).join(', ')}`);
}

function usage(message: string, hint?: string): EastwestError {
  return new EastwestError(message, {
    code: 'BAD-USAGE',
    exitCode: EXIT.usage,
    ...(hint === undefined ? {} : {hint}),
  });
}
