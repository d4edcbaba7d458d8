import {isIPv4} from 'node:net';
import type Dockerode from 'dockerode';
import {labelFilter} from './containers.js';
import {ask, lookUp, removal} from './engine.js';
import type {Docker, NetworkInfo} from './docker.js';

type NetworkCalls = Pick<
  Docker,
  'network' | 'networks' | 'createNetwork' | 'removeNetwork' | 'placeContainer'
>;

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
    placeContainer: async (name, network, address) => {
      const {NetworkSettings} = await ask(`look at container ${name}`, () =>
        engine.getContainer(name).inspect(),
      );
      const endpoint = NetworkSettings.Networks[network] as Endpoint | undefined;
      if (endpoint !== undefined && endpoint.IPAMConfig?.IPv4Address === address) return;
      const found = engine.getNetwork(network);
      if (endpoint !== undefined)
        await ask(`take ${name} out of ${network}`, () => found.disconnect({Container: name}));
      const config = address === undefined ? {} : {IPAMConfig: {IPv4Address: address}};
      await ask(`put ${name} into ${network}`, () =>
        found.connect({Container: name, EndpointConfig: config}),
      );
    },
    removeNetwork: (name) => removal(`remove network ${name}`, () => engine.getNetwork(name).remove()),
  };
}

/** As the engine says it; the library's types do not know that it may be null. */
interface Endpoint {
  readonly IPAMConfig?: {readonly IPv4Address?: string} | null;
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
