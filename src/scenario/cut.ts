import {EastwestError} from '../base/errors.js';
import {iptables} from '../drivers/docker/iptables.js';
import {parseCidr} from '../lab/cidr.js';
import type {Bench} from './bench.js';

/** Our own chain of iptables: whoever lists the rules of the node sees where they come from. */
export const CHAIN = 'EASTWEST-FAULT';
const HOOKS = ['INPUT', 'FORWARD', 'OUTPUT'] as const;
/** The node's interface in the lab's docker network. */
const INTERFACE = 'eth0';
const TIMEOUT_MS = 20_000;

export type Cut = 'DROP' | 'REJECT';
type Rules = readonly (readonly string[])[];

/**
 * The rules that part a node from all that is in the docker network but the host itself, which stays able to look
 * and to mend. The hooks come last: without them the chain does nothing.
 */
export function cutRules(how: Cut, subnet: string, host: string): Rules {
  if (parseCidr(subnet) === undefined) throw new RangeError(`${subnet} is no IPv4 subnet`);
  return nodeRules(how, subnet, host);
}

/**
 * The rules that part a node from the lab's network. The host is where the node has its way out, wherever in the subnet
 * that is.
 *
 * @throws NO-NETWORK, NO-GATEWAY
 */
export async function rulesFor(node: string, how: Cut, {docker, plan}: Bench): Promise<Rules> {
  const {name} = plan.dockerNetwork;
  const [network, found] = await Promise.all([docker.network(name), docker.container(node)]);
  if (network === undefined)
    throw new EastwestError(`no docker network ${name}`, {code: 'NO-NETWORK', hint: 'eastwest up'});
  const host = found?.gateways?.[name];
  if (host !== undefined) return cutRules(how, network.subnet, host);
  throw new EastwestError(`the engine names no gateway of ${node} in the docker network ${name}`, {
    code: 'NO-GATEWAY',
    hint: 'without it the host could no longer reach the node; eastwest up starts nodes that do not run',
  });
}

/** As `cutRules`, of a subnet and a host that may be shell variables. */
export function nodeRules(how: Cut, subnet: string, host: string): Rules {
  const both = (...rule: readonly string[]): Rules => [
    append('-i', INTERFACE, '-s', subnet, ...rule),
    append('-o', INTERFACE, '-d', subnet, ...rule),
  ];
  return [
    ['-N', CHAIN],
    append('-i', INTERFACE, '-s', host, '-j', 'RETURN'),
    append('-o', INTERFACE, '-d', host, '-j', 'RETURN'),
    ...(how === 'DROP'
      ? both('-j', 'DROP')
      : [...both('-p', 'tcp', '-j', 'REJECT', '--reject-with', 'tcp-reset'), ...both('-j', 'REJECT')]),
    ...HOOKS.map(hooked),
  ];
}

/**
 * The rules that part a port of a pod from all other pods. The kubelet asks from the node itself, past FORWARD: the
 * pod stays ready.
 */
export function podRules(how: Cut, address: string, port: number): Rules {
  const closed = how === 'DROP' ? ['DROP'] : ['REJECT', '--reject-with', 'tcp-reset'];
  return [
    ['-N', CHAIN],
    append('-d', address, '-p', 'tcp', '--dport', String(port), '-j', ...closed),
    hooked('FORWARD'),
  ];
}

function append(...rule: readonly string[]): readonly string[] {
  return ['-A', CHAIN, ...rule];
}

function hooked(hook: string): readonly string[] {
  return ['-I', hook, '1', '-j', CHAIN];
}

/** Parts a node from its peers. */
export async function cut(node: string, how: Cut, bench: Bench): Promise<void> {
  await addRules(node, await rulesFor(node, how, bench), bench);
}

export async function addRules(node: string, rules: Rules, bench: Bench): Promise<void> {
  for (const rule of rules) {
    const {exitCode, stderr} = await call(node, rule, bench);
    if (exitCode === 0) continue;
    throw new EastwestError(`iptables ${rule.join(' ')} in ${node}: ${stderr.trim()}`, {
      code: 'FAULT-NOT-PLANTED',
    });
  }
}

/** Takes our rules out of a node, as far as they are there. */
export async function reconnect(node: string, bench: Bench): Promise<void> {
  // Rules of a node do not outlive its container's start.
  if ((await bench.docker.container(node))?.running !== true) return;
  const lines = await rulesIn(node, bench);
  for (const hook of HOOKS) {
    const hooks = lines.filter((line) => line === `-A ${hook} -j ${CHAIN}`).length;
    for (let left = hooks; left > 0; left--) await call(node, ['-D', hook, '-j', CHAIN], bench);
  }
  if (!lines.includes(`-N ${CHAIN}`)) return;
  await call(node, ['-F', CHAIN], bench);
  const {exitCode, stderr} = await call(node, ['-X', CHAIN], bench);
  if (exitCode === 0) return;
  throw new EastwestError(`iptables -X ${CHAIN} in ${node}: ${stderr.trim()}`, {code: 'FAULT-NOT-MENDED'});
}

/** What a person types for `reconnect`. */
export function reconnectLines(node: string): readonly string[] {
  return [
    `for hook in ${HOOKS.join(' ')}; do docker exec ${node} iptables -w -D $hook -j ${CHAIN}; done`,
    `docker exec ${node} iptables -w -F ${CHAIN}; docker exec ${node} iptables -w -X ${CHAIN}`,
  ];
}

/** Whether our rules are in a node; fails as `rulesIn` does. */
export async function isCut(node: string, bench: Bench): Promise<boolean> {
  return (await rulesIn(node, bench)).some((line) => line.includes(CHAIN));
}

/**
 * The rules of a node, a line each.
 *
 * @throws RULES-NOT-READ: what could not be read is not the same as no rules
 */
async function rulesIn(node: string, bench: Bench): Promise<readonly string[]> {
  const {exitCode, stdout, stderr} = await call(node, ['-S'], bench);
  if (exitCode === 0) return stdout.split('\n');
  throw new EastwestError(`iptables -S in ${node} ended with ${exitCode}: ${stderr.trim()}`, {
    code: 'RULES-NOT-READ',
  });
}

function call(node: string, words: readonly string[], {docker, signal}: Bench) {
  return iptables(node, words, {docker, signal, timeoutMs: TIMEOUT_MS});
}
