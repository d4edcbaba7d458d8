import {createHash} from 'node:crypto';
import {existsSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {stateHash} from '../../../src/faults/index.js';
import {poolRange} from '../../../src/plan/pools.js';
import {LAB_LABEL} from '../../../src/plan/plan.js';
import type {World} from '../../../src/scenario/index.js';
import {snapshotOf} from '../../../src/scenario/snapshot.js';
import {remainsOf} from './remains.js';
import {withoutChosen} from './without-chosen.js';

export type State = Readonly<Record<string, unknown>>;

/** Secrets in which stands what a cluster issues anew: of these only the names of the values count. */
const ISSUED = /Secret .*istio-remote-secret-|Secret .*-token$/;

/**
 * What two lives of the same lab have in common, so that a lab that was killed while it was made can be compared with
 * one that was made in one go.
 *
 * It covers, in Docker: every container and network with the lab's label, by name, with the labels of ours, whether it
 * runs, and in which networks; that addresses can be asked for. In each cluster: what was declared of every object of
 * the kinds and namespaces that scenarios work on (`snapshotOf`), Secrets by digests of their values; and whether the
 * address pool is the one that follows from the subnet; and what else may be left of it (`remainsOf`). On disk: which kubeconfigs and keys are there, with their
 * modes, the certificates of the CAs by digests, and files that something half-done has left.
 *
 * It leaves out what is new with each life by its nature: ids, uids, versions, times, names of pods, status, the subnet
 * and addresses that the engine gives, cluster addresses and node ports that a cluster gives, the tokens that it issues
 * and so the values of remote secrets; and what the supply keeps, which no lab owns.
 */
export async function lifeState(world: World): Promise<State> {
  const {plan, docker} = world;
  const labels = {[LAB_LABEL]: plan.lab};
  const [containers, networks] = await Promise.all([docker.containers(labels), docker.networks(labels)]);
  const running = plan.clusters.filter(({node}) =>
    containers.some((one) => one.name === node && one.running),
  );
  const whole = running.length === plan.clusters.length;
  const subnet = networks.find(({name}) => name === plan.dockerNetwork.name)?.subnet ?? '';
  const pools = whole
    ? await Promise.all(plan.clusters.map((cluster) => poolIsAsPlanned(world, cluster, subnet)))
    : [];
  return {
    ...Object.fromEntries(
      containers.map(({name, running: runs, labels: own, addresses}) => [
        `container ${name}`,
        {runs, labels: ofOurs(own), networks: Object.keys(addresses).sort()},
      ]),
    ),
    ...Object.fromEntries(networks.map(({name, labels: own}) => [`network ${name}`, ofOurs(own)])),
    ...(whole ? {...(await objects(world)), ...(await remainsOf(world))} : {}),
    ...Object.fromEntries(plan.clusters.map(({name}, index) => [`pool of ${name}`, pools[index] ?? 'none'])),
    ...files(world),
  };
}

/** Names of what is not the same in two states. */
export function different(one: State, other: State): readonly string[] {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
  return names.filter((name) => stateHash({of: one[name]}) !== stateHash({of: other[name]}));
}

async function objects(world: World): Promise<State> {
  const found = [...(await snapshotOf(world))].map(([name, value]) => [
    name,
    typeof value === 'symbol' ? 'leaving' : ISSUED.test(name) ? namesOnly(value) : withoutChosen(value),
  ]);
  return Object.fromEntries(found) as State;
}

function namesOnly(secret: unknown): unknown {
  const {data = {}, ...rest} = secret as {data?: object};
  return {...rest, data: Object.keys(data).sort()};
}

async function poolIsAsPlanned(
  {kube}: World,
  {name, pool}: World['plan']['clusters'][number],
  subnet: string,
): Promise<string> {
  const metadata = {name: 'default', namespace: 'metallb-system'};
  const found = await kube(name).get({apiVersion: 'metallb.io/v1beta1', kind: 'IPAddressPool', metadata});
  const {addresses = []} = (found?.['spec'] ?? {}) as {addresses?: readonly string[]};
  return addresses.join() === poolRange(subnet, pool) ? 'as planned' : addresses.join();
}

function ofOurs(labels: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key.startsWith('dev.eastwest.')));
}

function files({plan}: World): State {
  const keys = [
    ...plan.clusters.flatMap(({kubeconfig, certs}) => [kubeconfig, join(certs, 'ca-key.pem')]),
    join(plan.root.folder, 'root-ca.key'),
  ];
  const certificates = [
    join(plan.root.folder, 'root-cert.pem'),
    ...plan.clusters.map(({certs}) => join(certs, 'ca-cert.pem')),
  ];
  const halves = keys.flatMap((path) => [`${path}.part`, `${path}.new`]).filter((path) => existsSync(path));
  return {
    ...Object.fromEntries(keys.map((path) => [`file ${path}`, existsSync(path) ? modeOf(path) : 'none'])),
    ...Object.fromEntries(certificates.map((path) => [`file ${path}`, digestOf(path)])),
    'half-done files': halves,
  };
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

function digestOf(path: string): string {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'none';
}
