import {at, fieldsAt, isFields, itemsAt, stringAt, type Fields} from '../../base/json.js';

/** One host of a service as a proxy was told of it; what is usual is left out. */
export interface FlatEndpoint {
  /** `10.10.0.7:8080`, or a path, or the name of a listener of the proxy itself. */
  readonly address: string;
  /** `westus/0`; left out where nothing is said. */
  readonly locality?: string;
  readonly priority?: number;
  readonly weight?: number;
  /** Of the whole locality; left out where it is no more than the sum of its hosts. */
  readonly localityWeight?: number;
  /** By which connections to it are made: Istio's TLS mode, and whose it is. */
  readonly metadata?: Fields;
}

/**
 * The hosts of one ClusterLoadAssignment. Envoy's dump says of their health what it thinks just now, so that is no part
 * of what it was told.
 */
export function flatEndpoints(assignment: unknown): readonly FlatEndpoint[] {
  return itemsAt(assignment, 'endpoints').flatMap((group) => {
    const hosts = itemsAt(group, 'lb_endpoints');
    const sum = hosts.reduce<number>((total, host) => total + weightOf(host), 0);
    const weight = at(group, 'load_balancing_weight');
    const common = {
      ...(localityOf(group) === '' ? {} : {locality: localityOf(group)}),
      ...numbered('priority', at(group, 'priority'), 0),
      ...numbered('localityWeight', weight, sum),
    };
    return hosts.map((host) => ({
      address: addressOf(at(host, 'endpoint', 'address')),
      ...common,
      ...numbered('weight', weightOf(host), 1),
      ...(isFields(at(host, 'metadata')) ? {metadata: fieldsAt(host, 'metadata', 'filter_metadata')} : {}),
    }));
  });
}

function weightOf(host: unknown): number {
  const weight = at(host, 'load_balancing_weight');
  return typeof weight === 'number' ? weight : 1;
}

function numbered(name: string, value: unknown, usual: number): Fields {
  return typeof value === 'number' && value !== usual ? {[name]: value} : {};
}

function localityOf(group: unknown): string {
  const parts = ['region', 'zone', 'sub_zone'].map((part) => stringAt(group, 'locality', part));
  return parts.join('/').replace(/\/+$/, '');
}

function addressOf(address: unknown): string {
  const ip = stringAt(address, 'socket_address', 'address');
  const port = at(address, 'socket_address', 'port_value');
  if (ip !== '') return `${ip}:${typeof port === 'number' ? port : 0}`;
  const path = stringAt(address, 'pipe', 'path');
  return path === '' ? stringAt(address, 'envoy_internal_address', 'server_listener_name') : path;
}
