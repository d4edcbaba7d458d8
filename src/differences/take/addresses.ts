import {itemsAt, stringAt} from '../../base/json.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import type {Plan} from '../../plan/plan.js';
import type {AddressBook} from '../state.js';

/** What one cluster has that addresses belong to. */
export interface ClusterAddresses {
  readonly cluster: string;
  readonly services: readonly KubeObject[];
  readonly nodes: readonly KubeObject[];
}

/** Whose each address is that a cluster gives anew whenever it likes. Pure. */
export function addressBook(found: readonly ClusterAddresses[], {clusters}: Plan): AddressBook {
  const services = found.flatMap((one) =>
    one.services.flatMap((service) => {
      const {name, namespace = ''} = service.metadata;
      return itemsAt(service, 'spec', 'clusterIPs')
        .filter((address) => address !== 'None')
        .map((address) => [String(address), `${namespace}/${name}`] as const);
    }),
  );
  const nodes = found.flatMap(({cluster, nodes: its}) =>
    its.flatMap((node) =>
      itemsAt(node, 'status', 'addresses')
        .filter((address) => stringAt(address, 'type') === 'InternalIP')
        .map((address) => [stringAt(address, 'address'), cluster] as const),
    ),
  );
  return {
    services: Object.fromEntries(services),
    nodes: Object.fromEntries(nodes),
    gateways: found
      .flatMap((one) => one.services)
      .flatMap((service) => itemsAt(service, 'status', 'loadBalancer', 'ingress'))
      .map((one) => stringAt(one, 'ip'))
      .filter((address) => address !== '')
      .sort(),
    podSubnets: Object.fromEntries(clusters.map(({name, podSubnet}) => [podSubnet, name])),
    serviceSubnets: Object.fromEntries(clusters.map(({name, serviceSubnet}) => [serviceSubnet, name])),
  };
}
