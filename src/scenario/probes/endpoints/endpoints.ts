import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import {clusterNamed, type Plan} from '../../../plan/plan.js';
import {shellLine} from '../../commands.js';
import {strict} from '../../strict.js';
import {clusterName} from '../../actions/target.js';
import {fieldOf, listOf, outboundOf, textOf} from '../envoy.js';
import type {Endpoint} from '../../measured.js';
import type {Probe} from '../probe.js';

const text = z.string().min(1);

const schema = strict({
  cluster: clusterName,
  of: text.describe('The proxy: `deploy/NAME.NAMESPACE` or `POD.NAMESPACE`.'),
  service: text.describe('Name of the Kubernetes service.'),
  namespace: text.optional().describe("The service's; the lab's namespace, unless it is named."),
  port: z.int().min(1).max(65_535).optional().describe('Port of the service; without it, all its ports.'),
}).meta({
  description: 'The hosts that a proxy really has for a service, as Envoy tells them.',
  examples: [
    {
      cluster: 'west',
      of: 'deploy/istio-ingressgateway.istio-system',
      service: 'simple-backend',
      port: 80,
    },
  ],
});

/** The hosts that a proxy really has for a service, as Envoy tells them. */
export const endpoints: Probe<z.infer<typeof schema>> = {
  schema,
  gives: 'endpoints',
  title: ({cluster, of, service}) => `${cluster}: endpoints of ${service} in ${of}`,
  commands: ({cluster, of, service, namespace, port}, plan) => {
    const host = hostOf(service, namespace, plan);
    const words = [`i${cluster}`, 'proxy-config', 'endpoint', of];
    if (port !== undefined) return [shellLine(...words, '--cluster', `outbound|${port}||${host}`)];
    return [`${shellLine(...words)} | ${shellLine('grep', host)}`];
  },
  measure: async ({cluster, of, service, namespace, port}, {plan, istioctl, signal}) => {
    const {kubeconfig} = clusterNamed(plan, cluster);
    const config = await istioctl.proxyConfig(kubeconfig, 'endpoint', of, signal);
    const host = hostOf(service, namespace, plan);
    const isMeant = (entry: unknown): boolean => {
      const name = outboundOf(textOf(entry, 'name'));
      return name?.host === host && name.subset === '' && (port === undefined || name.port === port);
    };
    const found = listOf(config, 'clusterStatuses').filter(isMeant);
    if (found.length > 0) return {kind: 'endpoints', endpoints: found.flatMap(hostsOf)};
    // Of a service without any host istioctl tells no endpoints; whether the proxy knows it stands elsewhere.
    const known = listOf(await istioctl.proxyConfig(kubeconfig, 'cluster', of, signal));
    if (known.some(isMeant)) return {kind: 'endpoints', endpoints: []};
    throw new EastwestError(`${of} in ${cluster} does not know ${host}`, {code: 'SERVICE-UNKNOWN-TO-PROXY'});
  },
};

function hostOf(service: string, namespace: string | undefined, plan: Plan): string {
  return `${service}.${namespace ?? plan.namespace}.svc.cluster.local`;
}

/** The hosts of one of Envoy's clusters, as its page of clusters tells them. */
export function hostsOf(status: unknown): readonly Endpoint[] {
  return listOf(fieldOf(status, 'hostStatuses')).map((host) => {
    const socket = fieldOf(fieldOf(host, 'address'), 'socketAddress');
    const health = fieldOf(host, 'healthStatus');
    const locality = fieldOf(host, 'locality');
    return {
      address: textOf(socket, 'address'),
      port: Number(fieldOf(socket, 'portValue') ?? 0),
      priority: Number(fieldOf(host, 'priority') ?? 0),
      weight: Number(fieldOf(host, 'weight') ?? 0),
      locality: {
        region: textOf(locality, 'region'),
        zone: textOf(locality, 'zone'),
      },
      health: textOf(health, 'edsHealthStatus') || 'UNKNOWN',
      outlier: fieldOf(health, 'failedOutlierCheck') === true ? 'FAILED' : 'OK',
    };
  });
}
