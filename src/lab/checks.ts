import type {Path, Problem, SourceDocument} from '../base/yaml.js';
import {overlap, parseCidr} from './cidr.js';
import {ADDONS} from './lab.js';
import type {LabFile} from './schema.js';

type Cluster = LabFile['spec']['clusters'][number];

interface Claim {
  readonly path: Path;
  readonly value: string;
  readonly owner: string;
}

/** What a schema cannot say: two clusters must not share a name, a port, a range of addresses. */
export function crossFieldProblems(source: SourceDocument, {spec}: LabFile): Problem[] {
  const {clusters} = spec;
  return [
    ...repeated(source, 'name', claims(clusters, 'name')),
    ...repeated(source, 'istioName', claims(clusters, 'istioName')),
    ...repeated(source, 'hostPort', portClaims(clusters)),
    ...overlapping(source, rangeClaims(spec)),
    ...pools(source, clusters),
    ...nodePorts(source, clusters),
    ...callThrough(source, spec),
  ];
}

function claims(clusters: readonly Cluster[], key: 'name' | 'istioName'): Claim[] {
  return clusters.map((cluster, index) => ({
    path: ['spec', 'clusters', index, key],
    value: cluster[key],
    owner: `cluster ${index + 1}`,
  }));
}

function portClaims(clusters: readonly Cluster[]): Claim[] {
  return clusters.flatMap((cluster, index) =>
    cluster.hostPorts.map((port, place) => ({
      path: ['spec', 'clusters', index, 'hostPorts', place],
      value: String(port),
      owner: `cluster ${cluster.name}`,
    })),
  );
}

function rangeClaims({clusters, dockerNetwork}: LabFile['spec']): Claim[] {
  const network =
    dockerNetwork.subnet === undefined
      ? []
      : [
          {
            path: ['spec', 'dockerNetwork', 'subnet'],
            value: dockerNetwork.subnet,
            owner: 'the docker network',
          },
        ];
  return [
    ...network,
    ...clusters.flatMap((cluster, index) =>
      (['podSubnet', 'serviceSubnet'] as const).map((key) => ({
        path: ['spec', 'clusters', index, key],
        value: cluster[key],
        owner: `${key} of ${cluster.name}`,
      })),
    ),
  ];
}

function repeated(source: SourceDocument, what: string, found: readonly Claim[]): Problem[] {
  return found.flatMap(({path, value}, index) => {
    const first = found.slice(0, index).find((earlier) => earlier.value === value);
    return first === undefined
      ? []
      : [source.problemAt(path, `${what} ${value} is taken by ${first.owner}; each must have its own`)];
  });
}

function overlapping(source: SourceDocument, found: readonly Claim[]): Problem[] {
  return found.flatMap(({path, value, owner}, index) => {
    const range = parseCidr(value);
    if (range === undefined) return [];
    const clash = found.slice(0, index).find((earlier) => {
      const other = parseCidr(earlier.value);
      return other !== undefined && overlap(range, other);
    });
    return clash === undefined
      ? []
      : [
          source.problemAt(
            path,
            `${value} (${owner}) overlaps ${clash.value} (${clash.owner}); expected ranges apart`,
          ),
        ];
  });
}

function pools(source: SourceDocument, clusters: readonly Cluster[]): Problem[] {
  return clusters.flatMap(({pool, name}, index) => {
    const path = ['spec', 'clusters', index, 'pool'];
    const problems: Problem[] = [];
    if (pool.last < pool.first + 1) {
      problems.push(
        source.problemAt(path, `pool of ${name}: expected at least 2 addresses, first before last`),
      );
    }
    const clash = clusters
      .slice(0, index)
      .find((other) => pool.first <= other.pool.last && other.pool.first <= pool.last);
    if (clash !== undefined) {
      const taken = `${clash.pool.first}-${clash.pool.last}`;
      problems.push(
        source.problemAt(path, `pool ${pool.first}-${pool.last} overlaps ${taken} of ${clash.name}`),
      );
    }
    return problems;
  });
}

/** A nodePort that a person is to reach must be published, and belongs to one Service. */
function nodePorts(source: SourceDocument, clusters: readonly Cluster[]): Problem[] {
  return clusters.flatMap((cluster, index) => {
    const {hostPorts, name} = cluster;
    const taken = new Map<number, string>();
    return portsOf(cluster).flatMap(({path, key, port}) => {
      const at = ['spec', 'clusters', index, ...path];
      const owner = taken.get(port);
      if (owner !== undefined) {
        return [source.problemAt(at, `${key} ${port} is taken by ${owner}; each must have its own`)];
      }
      taken.set(port, key);
      if (hostPorts.includes(port)) return [];
      return [source.problemAt(at, `${key} ${port} is not published; expected one of hostPorts of ${name}`)];
    });
  });
}

function portsOf({ingressNodePort, addons}: Cluster): {path: Path; key: string; port: number}[] {
  const ports: [Path, string, number | undefined][] = [
    [['ingressNodePort'], 'ingressNodePort', ingressNodePort],
    ...ADDONS.map((addon): [Path, string, number | undefined] => [['addons', addon], addon, addons[addon]]),
  ];
  return ports.flatMap(([path, key, port]) => (port === undefined ? [] : [{path, key, port}]));
}

function callThrough(source: SourceDocument, {call, clusters}: LabFile['spec']): Problem[] {
  const names = clusters.map(({name}) => name);
  if (call === undefined || names.includes(call.through)) return [];
  const message = `no cluster ${call.through}; expected one of ${names.join(', ')}`;
  return [source.problemAt(['spec', 'call', 'through'], message)];
}
