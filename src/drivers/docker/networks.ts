import {isIPv4} from 'node:net';
import type Dockerode from 'dockerode';
import {labelFilter} from './containers.js';
import {ask, lookUp, removal} from './engine.js';
import type {Docker, NetworkInfo} from './docker.js';

type NetworkCalls = Pick<Docker, 'network' | 'networks' | 'createNetwork' | 'removeNetwork'>;

export function networkCalls(engine: Dockerode): NetworkCalls {
  return {
    network: async (name) => {
      const found = await lookUp(`look at network ${name}`, () => engine.getNetwork(name).inspect());
      return found && toInfo(found);
    },
    networks: async (labels) => {
      const rows = await ask('list networks', () =>
        engine.listNetworks({filters: {label: labelFilter(labels)}}),
      );
      return rows.map(toInfo);
    },
    createNetwork: async (name, labels, subnet) => {
      await ask(`create network ${name}`, () =>
        engine.createNetwork({
          Name: name,
          Driver: 'bridge',
          CheckDuplicate: true,
          Labels: {...labels},
          Options: {'com.docker.network.bridge.enable_ip_masquerade': 'true'},
          ...(subnet === undefined ? {} : {IPAM: {Config: [{Subnet: subnet}]}}),
        }),
      );
    },
    removeNetwork: (name) => removal(`remove network ${name}`, () => engine.getNetwork(name).remove()),
  };
}

function toInfo(found: Dockerode.NetworkInspectInfo): NetworkInfo {
  const subnets = (found.IPAM?.Config ?? []).map((config) => config.Subnet ?? '');
  return {
    id: found.Id,
    name: found.Name,
    labels: found.Labels ?? {},
    subnet: subnets.find((subnet) => isIPv4(subnet.split('/')[0] ?? '')) ?? '',
  };
}
