import type {Path, Problem, SourceDocument} from '../base/yaml.js';
import {dotted, parseCidr, sizeOf} from './cidr.js';
import type {LabFile} from './schema.js';

type Spec = LabFile['spec'];
type Cluster = Spec['clusters'][number];

/** A pool lies in a block of this many addresses, the last ones of the docker network. */
const BLOCK_BITS = 24;

/** Pools that are no pools, that share addresses, or that do not fit into the docker network. */
export function poolProblems(source: SourceDocument, spec: Spec): Problem[] {
  return [
    ...noRoom(source, spec),
    ...spec.clusters.flatMap((cluster, index) => [
      ...tooSmall(source, cluster, poolPath(index)),
      ...shared(source, spec, index),
      ...taken(source, spec, index),
    ]),
  ];
}

function poolPath(index: number): Path {
  return ['spec', 'clusters', index, 'pool'];
}

function noRoom(source: SourceDocument, {dockerNetwork: {subnet = ''}}: Spec): Problem[] {
  const range = parseCidr(subnet);
  if (range === undefined || range.bits <= BLOCK_BITS) return [];
  const message = `${subnet} has ${sizeOf(range)} addresses, and pools are host numbers of 1 to 254; expected a /${BLOCK_BITS} or a larger range`;
  return [source.problemAt(['spec', 'dockerNetwork', 'subnet'], message)];
}

/** A cluster has two gateways, each with an address. */
function tooSmall(source: SourceDocument, {pool, name}: Cluster, path: Path): Problem[] {
  if (pool.last >= pool.first + 1) return [];
  return [source.problemAt(path, `pool of ${name}: expected at least 2 addresses, first before last`)];
}

function shared(source: SourceDocument, {clusters}: Spec, index: number): Problem[] {
  const own = clusters[index]?.pool;
  const clash = clusters
    .slice(0, index)
    .find(({pool}) => own !== undefined && own.first <= pool.last && pool.first <= own.last);
  if (own === undefined || clash === undefined) return [];
  const theirs = `${clash.pool.first}-${clash.pool.last}`;
  return [
    source.problemAt(poolPath(index), `pool ${own.first}-${own.last} overlaps ${theirs} of ${clash.name}`),
  ];
}

/** In the smallest network the engine gives its containers addresses of the pools' own block, counting from its start. */
function taken(source: SourceDocument, {clusters, dockerNetwork}: Spec, index: number): Problem[] {
  const {subnet = ''} = dockerNetwork;
  const range = parseCidr(subnet);
  const pool = clusters[index]?.pool;
  if (range?.bits !== BLOCK_BITS || pool === undefined) return [];
  // The network's gateway, the nodes and the client.
  const last = 1 + clusters.length + 1;
  if (pool.first > last) return [];
  const theirs = `${dotted(range.base + 1)} to ${dotted(range.base + last)}`;
  const message = `pool ${pool.first}-${pool.last} takes addresses that the engine gives to nodes and client (${theirs}); expected one from ${last + 1} on`;
  return [source.problemAt(poolPath(index), message)];
}
