import {z} from 'zod';
import {parseCidr} from './cidr.js';
import type {AddonName} from './lab.js';

const name = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/, 'expected a name of lower-case letters, digits and hyphens');
const cidr = z
  .string()
  .refine(
    (text) => parseCidr(text) !== undefined,
    'expected an IPv4 range such as 10.10.0.0/16 without host bits',
  );
const version = z.string().regex(/^\d+\.\d+\.\d+$/, 'expected a version such as 1.17.5');
const port = z.int().min(1).max(65535);
const NODE_PORT = 'expected a nodePort, from 30000 to 32767';
const nodePort = z.int().min(30000, NODE_PORT).max(32767, NODE_PORT);
const hostNumber = z.int().min(1).max(254);
const path = z.string().min(1);
/** A workload's proxy drains for both times together, and a draining Envoy closes its ports after 45 s (`--drain-time-s`). */
const MOST_SECONDS = 20;
const seconds = z
  .string()
  .regex(/^[1-9]\d{0,3}s$/, 'expected whole seconds such as 5s')
  .refine((text) => Number.parseInt(text, 10) <= MOST_SECONDS, `expected at most ${MOST_SECONDS}s`);

const PODS = 'expected 1 to 5 pods';

const continuity = z.strictObject({
  replicas: z
    .int()
    .min(1, PODS)
    .max(5, PODS)
    .default(2)
    .describe('Pods of istiod, of each gateway, and of the workload that `upgrade` calls.'),
  preStop: seconds.describe(
    'How long a pod that is to end goes on as before, until nobody sends it anything new.',
  ),
  drain: seconds.describe(
    'How long its proxy then ends connections with their next answer; those between clusters that `upgrade` calls by live no longer.',
  ),
});

const cluster = z
  .strictObject({
    name: name.describe("kind's name for the cluster, e.g. `west`; the node is NAME-control-plane."),
    podSubnet: cidr.describe('Addresses of pods; no two clusters may share any.'),
    serviceSubnet: cidr.describe('Addresses of Services; no two clusters may share any.'),
    pool: z
      .strictObject({first: hostNumber.describe('First.'), last: hostNumber.describe('Last.')})
      .describe('Load balancer addresses: host numbers in the last /24 of the docker network.'),
    hostPorts: z
      .array(port)
      .default([])
      .describe('Ports published on 127.0.0.1 of the host; the same numbers in the node.'),
    istioName: name.describe('The name that Istio knows the cluster by, e.g. `west-cluster`.'),
    network: name.describe("Istio's name for its network, e.g. `west-network`."),
    locality: z
      .strictObject({region: name.describe('Region.'), zone: z.string().min(1).describe('Zone.')})
      .describe('Where its node is said to be.'),
    intermediate: z.string().min(1).describe('Common name of its intermediate CA.'),
    controlPlane: path.describe('IstioOperator file of istiod and the ingress gateway.'),
    eastWestGateway: path.describe('IstioOperator file of the east-west gateway.'),
    ingressNodePort: nodePort
      .optional()
      .describe("nodePort of the ingress gateway's HTTP port, where one is wanted."),
    addons: z
      .strictObject({
        prometheus: nodePort.optional().describe('Counters of the proxies.'),
        grafana: nodePort.optional().describe('Pages of them.'),
        kiali: nodePort.optional().describe('The mesh as a graph.'),
        jaeger: nodePort.optional().describe('Traces of requests.'),
      } satisfies Record<AddonName, unknown>)
      .default({})
      .describe("Addons of Istio's release that it has, each with its nodePort, e.g. `prometheus: 30001`."),
    apps: z.array(path).default([]).describe('Manifests of its apps, in order.'),
  })
  .meta({id: 'Cluster'});

/** The form of `lab.yaml`; checks that span several fields are in `checks.ts`. Paths are relative to the file. */
export const labSchema = z
  .strictObject({
    apiVersion: z.literal('eastwest/v1').describe('The version of this language.'),
    kind: z.literal('Lab').describe('What the file is.'),
    metadata: z.strictObject({name: name.describe('What the lab is called.')}).describe('Its name.'),
    spec: z
      .strictObject({
        versions: z
          .strictObject({
            istio: version.default('1.17.5').describe('Istio.'),
            kubernetes: version.default('1.26.15').describe('Kubernetes.'),
            metallb: version.default('0.13.12').describe('MetalLB.'),
          })
          .describe('What the lab is made of.'),
        dockerNetwork: z
          .strictObject({
            name: name.describe('Its name.'),
            subnet: cidr.optional().describe('Its addresses; the engine chooses them unless given.'),
          })
          .default({name: 'eastwest'})
          .describe('The docker network that the clusters share.'),
        mesh: z
          .strictObject({
            id: name.describe("Istio's meshID."),
            exposeServices: path.describe(
              'Manifest of the Gateway that opens the services to other networks.',
            ),
          })
          .describe('The mesh that spans the clusters.'),
        continuity: continuity
          .optional()
          .describe(
            "What keeps calls from being lost while pods are replaced; Istio's own defaults unless given.",
          ),
        root: z
          .strictObject({
            commonName: z.string().min(1).describe('Common name.'),
            days: z.int().min(1).max(36500).default(3650).describe('Days that the CAs are valid.'),
          })
          .describe('The root CA.'),
        namespace: name.default('istioinaction').describe('The namespace of the apps.'),
        manifests: path
          .default('.')
          .describe(
            "Folder of the manifests that scenarios name, e.g. `../ch12`; the lab file's own unless given.",
          ),
        clusters: z.array(cluster).min(1).describe('The clusters, one or more.'),
        client: z
          .strictObject({name: name.describe('Its name.')})
          .default({name: 'mypc'})
          .describe('The container outside the clusters from which calls are made.'),
        call: z
          .strictObject({
            through: name.describe('By way of the ingress gateway of this cluster.'),
            host: z.string().min(1).describe('What stands in the Host header.'),
            path: z.string().startsWith('/').describe('The path.'),
          })
          .optional()
          .describe('The call that proves the lab, from the client into the clusters.'),
      })
      .describe('What the lab is made of.'),
  })
  .meta({title: 'Lab', description: 'A local lab for a multi-cluster service mesh.'});

export type LabFile = z.infer<typeof labSchema>;
