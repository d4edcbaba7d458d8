import type {Text} from '../../scenario/text.js';
import {own} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {CHAIN, cut, isCut, type Cut} from '../../scenario/cut.js';

/** Parts a node from the lab's network: how differs in what callers see and in how long they wait. */
export function nodeCut(name: string, how: Cut, does: Text): Fault {
  return {
    name,
    does,
    finding: 'node-unreachable',
    sites: anyCluster,
    changes: ({cluster: {node}, bench}) =>
      Promise.resolve([own({reconnect: node}, () => cut(node, how, bench))]),
    see: ({node, server}, _peer, {client}) => [
      `docker exec ${client.name} curl --insecure --max-time 5 ${server}/version`,
      `docker exec ${node} iptables -S ${CHAIN}`,
    ],
    gone: async ({cluster, bench}) => {
      const there = await isCut(cluster.node, bench);
      return {done: !there, seen: `${CHAIN} is ${there ? 'still there' : 'gone'}`};
    },
  };
}
