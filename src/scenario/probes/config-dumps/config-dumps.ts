import {z} from 'zod';
import {clusterName} from '../../actions/target.js';
import type {ProxyConfigKind} from '../../../drivers/istioctl/istioctl.js';
import {clusterNamed} from '../../../plan/plan.js';
import {shellLine} from '../../commands.js';
import {strict} from '../../strict.js';
import type {Probe} from '../probe.js';

const KINDS = [
  'listener',
  'route',
  'cluster',
  'endpoint',
  'secret',
  'bootstrap',
] as const satisfies ProxyConfigKind[];

const schema = strict({
  cluster: clusterName,
  of: z.string().min(1).describe('`deploy/NAME.NAMESPACE` or `POD.NAMESPACE`.'),
}).meta({
  description: 'Which of the dumps that `istioctl proxy-config` takes of a proxy have something in them.',
  examples: [{cluster: 'west', of: 'deploy/webapp.istioinaction'}],
});

/** Which of the dumps that `istioctl proxy-config` takes of a proxy have something in them. */
export const configDumps: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'names',
  title: ({cluster, of}) => `${cluster}: dumps of ${of}`,
  commands: ({cluster, of}) => KINDS.map((kind) => shellLine(`i${cluster}`, 'proxy-config', kind, of)),
  measure: async ({cluster, of}, {plan, istioctl, signal}) => {
    const {kubeconfig} = clusterNamed(plan, cluster);
    const dumps = await Promise.all(
      KINDS.map(async (kind) => ({kind, dump: await istioctl.proxyConfig(kubeconfig, kind, of, signal)})),
    );
    const filled = dumps.filter(({dump}) => Object.keys(dump ?? {}).length > 0);
    return {kind: 'names', names: filled.map(({kind}) => kind)};
  },
};
