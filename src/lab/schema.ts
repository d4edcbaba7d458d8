import {z} from 'zod';
import {parseCidr} from './cidr.js';

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
const hostNumber = z.int().min(1).max(254);
const path = z.string().min(1);

const cluster = z.strictObject({
  name,
  podSubnet: cidr,
  serviceSubnet: cidr,
  /** Load balancer addresses: host numbers in the last /24 of the docker network. */
  pool: z.strictObject({first: hostNumber, last: hostNumber}),
  hostPorts: z.array(port).default([]),
  istioName: name,
  network: name,
  locality: z.strictObject({region: name, zone: z.string().min(1)}),
  intermediate: z.string().min(1),
  controlPlane: path,
  eastWestGateway: path,
  ingressNodePort: z.int().min(30000).max(32767).optional(),
  apps: z.array(path).default([]),
});

/** The form of `lab.yaml`; checks that span several fields are in `checks.ts`. */
export const labSchema = z.strictObject({
  apiVersion: z.literal('eastwest/v1'),
  kind: z.literal('Lab'),
  metadata: z.strictObject({name}),
  spec: z.strictObject({
    versions: z.strictObject({
      istio: version.default('1.17.5'),
      kubernetes: version.default('1.26.15'),
      metallb: version.default('0.13.12'),
    }),
    dockerNetwork: z.strictObject({name, subnet: cidr.optional()}).default({name: 'eastwest'}),
    mesh: z.strictObject({id: name, exposeServices: path}),
    root: z.strictObject({commonName: z.string().min(1), days: z.int().min(1).max(36500).default(3650)}),
    namespace: name.default('istioinaction'),
    clusters: z.array(cluster).min(1),
    client: z.strictObject({name}).default({name: 'mypc'}),
    /** The call that proves the lab: from the client, through a cluster's ingress gateway, into the others. */
    call: z
      .strictObject({through: name, host: z.string().min(1), path: z.string().startsWith('/')})
      .optional(),
  }),
});

export type LabFile = z.infer<typeof labSchema>;
