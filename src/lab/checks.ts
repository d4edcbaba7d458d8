import type {Path, Problem, SourceDocument} from '../base/yaml.js';
import {overlap, parseCidr} from './cidr.js';
import {ADDONS, nodeName} from './lab.js';
import {poolProblems} from './pool-checks.js';
import type {LabFile} from './schema.js';

type Cluster = LabFile['spec']['clusters'][number];

interface Claim {
  readonly path: Path;
  readonly value: string;
  readonly owner: string;
}

const OWN = 'each must have its own';
/** On one network Istio would send calls to addresses of pods, which the nodes of other clusters have no route to. */
const OWN_NETWORK = 'each must have its own, for no cluster has a route to the pods of another';

/** What a schema cannot say: two clusters must not share a name, a port, a range of addresses. */
export function crossFieldProblems(source: SourceDocument, {spec}: LabFile): Problem[] {
  const {clusters} = spec;
  return [
    ...repeated(source, 'name', claims(clusters, 'name')),
    ...repeated(source, 'istioName', claims(clusters, 'istioName')),
    ...repeated(source, 'network', claims(clusters, 'network'), OWN_NETWORK),
    ...repeated(source, 'intermediate', claims(clusters, 'intermediate')),
    ...repeated(source, 'hostPort', portClaims(clusters)),
    ...overlapping(source, rangeClaims(spec)),
    ...poolProblems(source, spec),
    ...nodePorts(source, clusters),
    ...callThrough(source, spec),
    ...clientName(source, spec),
  ];
}

function claims(
  clusters: readonly Cluster[],
  key: 'name' | 'istioName' | 'network' | 'intermediate',
): Claim[] {
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

function repeated(source: SourceDocument, what: string, found: readonly Claim[], wanted = OWN): Problem[] {
  return found.flatMap(({path, value}, index) => {
    const first = found.slice(0, index).find((earlier) => earlier.value === value);
    return first === undefined
      ? []
      : [source.problemAt(path, `${what} ${value} is taken by ${first.owner}; ${wanted}`)];
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

/** A nodePort that a person is to reach must be published, and belongs to one Service. */
function nodePorts(source: SourceDocument, clusters: readonly Cluster[]): Problem[] {
  return clusters.flatMap((cluster, index) => {
    const {hostPorts, name} = cluster;
    const taken = new Map<number, string>();
    return portsOf(cluster).flatMap(({path, key, port}) => {
      const at = ['spec', 'clusters', index, ...path];
      const owner = taken.get(port);
      if (owner !== undefined) {
        return [source.problemAt(at, `${key} ${port} is taken by ${owner}; ${OWN}`)];
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

/** The client is a container beside the nodes. */
function clientName(source: SourceDocument, {client, clusters}: LabFile['spec']): Problem[] {
  const taken = clusters.find(({name}) => nodeName(name) === client.name);
  if (taken === undefined) return [];
  const message = `${client.name} is the node of ${taken.name}; expected another name`;
  return [source.problemAt(['spec', 'client', 'name'], message)];
}
