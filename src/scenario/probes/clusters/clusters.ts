import {z} from 'zod';
import {clusterNamed} from '../../../plan/plan.js';
import {shellLine} from '../../commands.js';
import {strict} from '../../strict.js';
import {fieldOf, listOf, textOf} from '../envoy.js';
import type {Probe} from '../probe.js';

const text = z.string().min(1);

const schema = strict({
  cluster: text,
  /** `deploy/NAME.NAMESPACE` or `POD.NAMESPACE`. */
  of: text,
  /** Only names that have this in them. */
  containing: text.optional(),
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
    const names = listOf(config, 'dynamicActiveClusters').map(nameOf);
    return {kind: 'names', names: names.filter((name) => name.includes(containing)).sort()};
  },
};

function nameOf(cluster: unknown): string {
  return textOf(cluster, 'name') || textOf(fieldOf(cluster, 'cluster'), 'name');
}
