import {z} from 'zod';
import {clusterName} from '../../actions/target.js';
import {clusterNamed} from '../../../plan/plan.js';
import {shellLine} from '../../commands.js';
import type {Route} from '../../measured.js';
import {strict} from '../../strict.js';
import {fieldOf, listOf, textOf} from '../envoy.js';
import type {Probe} from '../probe.js';

const text = z.string().min(1);

const schema = strict({
  cluster: clusterName,
  of: text.describe('`deploy/NAME.NAMESPACE` or `POD.NAMESPACE`.'),
  name: text.optional().describe('Only the route configuration of this name, e.g. `http.8080`.'),
}).meta({
  description: "The virtual hosts of a proxy's HTTP routes, as Envoy has them.",
  examples: [{cluster: 'west', of: 'deploy/istio-ingressgateway.istio-system', name: 'http.8080'}],
});

/** The virtual hosts of a proxy's HTTP routes, as Envoy has them. */
export const routes: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'routes',
  title: ({cluster, of, name}) => `${cluster}: routes${name === undefined ? '' : ` ${name}`} of ${of}`,
  commands: ({cluster, of, name}) => [
    shellLine(
      `i${cluster}`,
      'proxy-config',
      'route',
      of,
      ...(name === undefined ? [] : ['--name', name]),
      '-o',
      'json',
    ),
  ],
  measure: async ({cluster, of, name}, {plan, istioctl, signal}) => {
    const {kubeconfig} = clusterNamed(plan, cluster);
    const config = await istioctl.proxyConfig(kubeconfig, 'route', of, signal);
    const wanted = listOf(config, 'dynamicRouteConfigs').filter(
      (entry) => name === undefined || textOf(entry, 'name') === name,
    );
    return {kind: 'routes', routes: wanted.flatMap(routesOf)};
  },
};

function routesOf(config: unknown): readonly Route[] {
  return listOf(fieldOf(config, 'virtualHosts')).map((host) => {
    const actions = listOf(fieldOf(host, 'routes')).map((route) => fieldOf(route, 'route'));
    return {
      name: textOf(config, 'name'),
      domains: listOf(fieldOf(host, 'domains')).map(String),
      clusters: [...new Set(actions.flatMap(clustersOf))],
      retries: Math.max(
        0,
        ...actions.map((action) => Number(fieldOf(fieldOf(action, 'retryPolicy'), 'numRetries') ?? 0)),
      ),
    };
  });
}

/** One cluster, or several with weights. */
function clustersOf(action: unknown): readonly string[] {
  const weighted = listOf(fieldOf(fieldOf(action, 'weightedClusters'), 'clusters'));
  return [action, ...weighted]
    .map((target) => textOf(target, target === action ? 'cluster' : 'name'))
    .filter((name) => name !== '');
}
