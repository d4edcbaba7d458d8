import {z} from 'zod';
import {clusterNamed} from '../../../plan/plan.js';
import {shellLine} from '../../commands.js';
import {strict} from '../../strict.js';
import {clusterName} from '../../actions/target.js';
import type {ProxySync} from '../../measured.js';
import type {Probe} from '../probe.js';

const schema = strict({
  cluster: clusterName,
  containing: z.string().min(1).optional().describe('Only proxies whose names have this in them.'),
}).meta({
  description: 'Whether the proxies have what their control plane has sent.',
  examples: [{cluster: 'west', containing: 'webapp'}],
});

const DISCOVERY = /^[A-Z]*DS$/;

/** Whether the proxies have what their control plane has sent. */
export const proxyStatus: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'proxies',
  title: ({cluster, containing}) =>
    `${cluster}: proxy status${containing === undefined ? '' : ` of ${containing}`}`,
  commands: ({cluster, containing}) => [
    `i${cluster} proxy-status${containing === undefined ? '' : ` | ${shellLine('grep', containing)}`}`,
  ],
  measure: async ({cluster, containing = ''}, {plan, istioctl, signal}) => {
    const [header = [], ...rows] = await istioctl.proxyStatus(clusterNamed(plan, cluster).kubeconfig, signal);
    const columns = [...header.keys()].filter((column) => DISCOVERY.test(header[column] ?? ''));
    const cellOf = (row: readonly string[], name: string): string => row[header.indexOf(name)] ?? '';
    const all = rows.map((row): ProxySync => ({
      proxy: row[0] ?? '',
      cluster: cellOf(row, 'CLUSTER'),
      version: cellOf(row, 'VERSION'),
      states: columns.map((column) => row[column] ?? ''),
      sync: Object.fromEntries(columns.map((column) => [header[column] ?? '', row[column] ?? ''])),
    }));
    return {kind: 'proxies', proxies: all.filter(({proxy}) => proxy.includes(containing))};
  },
};
