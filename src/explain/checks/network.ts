import {check} from '../check.js';
import {faultsIn, passing, type Fault, type Judged} from '../judged.js';
import {howText, notTried, reach, type Reached} from '../looks/reach.js';

const API_PORT = 6443;

export interface NetworkSeen {
  /** From each node and the client to every (other) node. */
  readonly between: readonly Reached[];
  /** The same question asked inside each node. */
  readonly inside: readonly Reached[];
}

export const networkCheck = check<NetworkSeen>({
  id: 'network',
  looked: 'a connection from each node and from the client to the API server of every other node',
  look: async (scene) => {
    const {clusters, client} = scene.plan;
    const nodes = clusters.map(({node}) => node);
    const pairs = [...nodes, client.name].flatMap((from) =>
      nodes.filter((to) => to !== from).map((to) => ({from, to})),
    );
    const [between, inside] = await Promise.all([
      Promise.all(pairs.map(({from, to}) => reach(scene, from, to, to, API_PORT))),
      Promise.all(nodes.map((node) => reach(scene, node, node, '127.0.0.1', API_PORT))),
    ]);
    return {between, inside};
  },
  judge: (seen) => judgeNetwork(seen),
});

/** Pure. */
export function judgeNetwork({between, inside}: NetworkSeen): Judged {
  const evidence = [...new Set(between.map(({to}) => to))].map((to) => ({
    of: to,
    seen: between
      .filter((one) => one.to === to)
      .map(({from, outcome}) => `from ${from}: ${outcome}`)
      .join(', '),
  }));
  // Where nobody listens in the node either, it is the API server and not the network.
  const listening = (node: string): boolean => inside.find(({to}) => to === node)?.outcome !== 'refused';
  const failed = between.filter(
    ({to, outcome}) => outcome !== 'connected' && outcome !== 'not tried' && listening(to),
  );
  return {evidence, faults: faultsIn(worst(failed, between)), pending: notTried(between)};
}

/** A node that nobody reaches is cut off itself; what it fails to reach is no news then. */
function worst(failed: readonly Reached[], all: readonly Reached[]): Fault | undefined {
  const targets = [...new Set(failed.map(({to}) => to))];
  const share = (to: string): number => {
    const its = all.filter((one) => one.to === to && one.outcome !== 'not tried');
    return failed.filter((one) => one.to === to).length / Math.max(its.length, 1);
  };
  const [node] = targets.sort((one, other) => share(other) - share(one));
  if (node === undefined) return undefined;
  const its = failed.filter(({to}) => to === node);
  const froms = its.map(({from}) => from);
  // A REJECT is the clearer word: the other directions of a node that is cut off only run into silence.
  const outcome = its.find((one) => one.outcome === 'refused')?.outcome ?? its[0]?.outcome ?? 'no answer';
  return passing('node-unreachable', {node, from: froms.join(' and '), how: howText(outcome)});
}
