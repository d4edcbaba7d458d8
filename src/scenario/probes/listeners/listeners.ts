import {z} from 'zod';
import {clusterName} from '../../actions/target.js';
import {clusterNamed} from '../../../plan/plan.js';
import {shellLine} from '../../commands.js';
import type {Listener} from '../../measured.js';
import {strict} from '../../strict.js';
import {fieldOf, listOf, textOf} from '../envoy.js';
import type {Probe} from '../probe.js';

const text = z.string().min(1);

const schema = strict({
  cluster: clusterName,
  of: text.describe('`deploy/NAME.NAMESPACE` or `POD.NAMESPACE`.'),
  port: z.int().min(1).max(65_535).optional().describe('Only on this port.'),
}).meta({
  description: 'What a proxy listens on, and by which server names it parts what arrives there.',
  examples: [{cluster: 'east', of: 'deploy/istio-eastwestgateway.istio-system', port: 15443}],
});

/** What a proxy listens on, and by which server names it parts what arrives there. */
export const listeners: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'listeners',
  title: ({cluster, of, port}) =>
    `${cluster}: listeners${port === undefined ? '' : ` on port ${port}`} of ${of}`,
  commands: ({cluster, of, port}) => [
    shellLine(
      `i${cluster}`,
      'proxy-config',
      'listener',
      of,
      ...(port === undefined ? [] : ['--port', String(port)]),
    ),
  ],
  measure: async ({cluster, of, port}, {plan, istioctl, signal}) => {
    const {kubeconfig} = clusterNamed(plan, cluster);
    const config = await istioctl.proxyConfig(kubeconfig, 'listener', of, signal);
    const found = listOf(config, 'dynamicListeners').map(listenerOf);
    return {
      kind: 'listeners',
      listeners: found.filter((listener) => port === undefined || listener.port === port),
    };
  },
};

function listenerOf(entry: unknown): Listener {
  const socket = fieldOf(fieldOf(entry, 'address'), 'socketAddress');
  return {
    name: textOf(entry, 'name'),
    address: textOf(socket, 'address'),
    port: Number(fieldOf(socket, 'portValue') ?? 0),
    chains: listOf(fieldOf(entry, 'filterChains')).map((chain) => ({
      sni: listOf(fieldOf(fieldOf(chain, 'filterChainMatch'), 'serverNames')).map(String),
      cluster:
        listOf(fieldOf(chain, 'filters'))
          .map((filter) => textOf(fieldOf(filter, 'typedConfig'), 'cluster'))
          .find((cluster) => cluster !== '') ?? '',
    })),
  };
}
