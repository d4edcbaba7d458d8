import {z} from 'zod';
import {clusterNamed} from '../../../plan/plan.js';
import {shellLine} from '../../commands.js';
import {strict} from '../../strict.js';
import {clusterName} from '../../actions/target.js';
import {fieldOf, listOf, textOf} from '../envoy.js';
import type {Probe} from '../probe.js';

const text = z.string().min(1);

const schema = strict({
  cluster: clusterName,
  of: text.describe('The proxy: `deploy/NAME.NAMESPACE` or `POD.NAMESPACE`.'),
  containing: text.optional().describe('Only names that have this in them.'),
}).meta({
  description:
    "The names of Envoy's clusters in a proxy; of an east-west gateway, those chosen by SNI among them.",
  examples: [
    {cluster: 'east', of: 'deploy/istio-eastwestgateway.istio-system', containing: 'outbound_.80_._.catalog'},
  ],
});

/** The names of Envoy's clusters in a proxy; of an east-west gateway, those chosen by SNI among them. */
export const clusters: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'names',
  title: ({cluster, of, containing}) =>
    `${cluster}: Envoy clusters${containing === undefined ? '' : ` for ${containing}`} in ${of}`,
  commands: ({cluster, of, containing}) => [
    `${shellLine(`i${cluster}`, 'proxy-config', 'cluster', of)}${containing === undefined ? '' : ` | ${shellLine('grep', containing)}`}`,
  ],
  measure: async ({cluster, of, containing = ''}, {plan, istioctl, signal}) => {
    const config = await istioctl.proxyConfig(clusterNamed(plan, cluster).kubeconfig, 'cluster', of, signal);
    const found = listOf(config, 'dynamicActiveClusters').map((entry) =>
      textOf(entry, 'name') === '' ? fieldOf(entry, 'cluster') : entry,
    );
    const wanted = found.filter((entry) => textOf(entry, 'name').includes(containing));
    const sni = wanted.map((entry) => [textOf(entry, 'name'), sniOf(entry)]).filter(([, name]) => name);
    return {
      kind: 'names',
      names: wanted.map((entry) => textOf(entry, 'name')).sort(),
      ...(sni.length === 0 ? {} : {sni: Object.fromEntries(sni) as Record<string, string>}),
    };
  },
};

/** What the cluster's TLS asks for; with automatic mTLS it stands in the match for hosts that speak it. */
function sniOf(cluster: unknown): string {
  const matches = listOf(fieldOf(cluster, 'transportSocketMatches'));
  const sockets = [
    fieldOf(cluster, 'transportSocket'),
    ...matches.map((match) => fieldOf(match, 'transportSocket')),
  ];
  return sockets.map((socket) => textOf(fieldOf(socket, 'typedConfig'), 'sni')).find(Boolean) ?? '';
}
