import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import {clusterNamed} from '../../../plan/plan.js';
import {certificatesIn} from '../../certificate.js';
import {shellLine} from '../../commands.js';
import type {CertificateChain} from '../../measured.js';
import {isMapping, strict} from '../../strict.js';
import type {Bench} from '../../bench.js';
import type {Probe} from '../probe.js';
import {proxyChains} from './proxy-chains.js';

const text = z.string().min(1);

const schema = strict({
  clusters: z.array(text).min(1).describe('The same is looked at in each of them.'),
  of: text
    .optional()
    .describe('What a proxy has from its control plane: `deploy/NAME.NAMESPACE` or `POD.NAMESPACE`.'),
  secret: text.optional().describe('The certificates in a Secret; its other values are not looked at.'),
  namespace: text.optional().describe("Of the Secret; the lab's unless given."),
})
  .refine(({of, secret}) => of !== undefined || secret !== undefined, {
    message: 'wants of, secret or both',
    when: isMapping,
  })
  .meta({
    description: 'Certificate chains, by what is public in them.',
    examples: [{clusters: ['west'], of: 'deploy/webapp.${namespace}'}],
  });

type Value = z.infer<typeof schema>;

/** Certificate chains, by what is public in them. */
export const certificates: Probe<Value> = {
  schema,
  gives: 'certificates',
  title: ({clusters, of, secret}) => {
    const places = [of, ...(secret === undefined ? [] : [`Secret ${secret}`])].filter(Boolean).join(' and ');
    return `${clusters.join(', ')}: certificates of ${places}`;
  },
  commands: ({clusters, of, secret, namespace}, plan) =>
    clusters.flatMap((cluster) => [
      ...(of === undefined ? [] : proxyLines(cluster, of)),
      ...(secret === undefined ? [] : secretLines(cluster, namespace ?? plan.namespace, secret)),
    ]),
  measure: async (value, bench) => {
    const found = await Promise.all(value.clusters.map((cluster) => chainsIn(cluster, value, bench)));
    return {kind: 'certificates', chains: found.flat()};
  },
};

async function chainsIn(cluster: string, {of, secret, namespace}: Value, bench: Bench) {
  const {plan, istioctl, signal} = bench;
  const {kubeconfig} = clusterNamed(plan, cluster);
  const chains = await Promise.all([
    of === undefined ? [] : istioctl.proxyConfig(kubeconfig, 'secret', of, signal).then(proxyChains),
    secret === undefined ? [] : secretChains(cluster, secret, namespace ?? plan.namespace, bench),
  ]);
  return chains.flat().map((chain) => ({...chain, name: `${cluster} ${chain.name}`}));
}

async function secretChains(
  cluster: string,
  name: string,
  namespace: string,
  {kube}: Bench,
): Promise<readonly CertificateChain[]> {
  const found = await kube(cluster).get({apiVersion: 'v1', kind: 'Secret', metadata: {name, namespace}});
  if (found === undefined) {
    throw new EastwestError(`no Secret ${namespace}/${name} in ${cluster}`, {code: 'NO-OBJECT'});
  }
  return Object.entries((found['data'] ?? {}) as Readonly<Record<string, string>>)
    .map(([key, value]) => ({
      name: key,
      certificates: certificatesIn(Buffer.from(value, 'base64').toString()),
    }))
    .filter((chain) => chain.certificates.length > 0);
}

/** openssl tells only the first certificate of its input; with these words it tells each. */
const EACH = 'openssl crl2pkcs7 -nocrl -certfile /dev/stdin | openssl pkcs7 -print_certs -text -noout';

function proxyLines(cluster: string, of: string): readonly string[] {
  const words = [`i${cluster}`, 'proxy-config', 'secret', of];
  const chain =
    '.dynamicActiveSecrets[] | select(.name == "default").secret.tlsCertificate.certificateChain.inlineBytes';
  return [
    shellLine(...words),
    `${shellLine(...words, '-o', 'json')} | jq -r '${chain}' | base64 -d | ${EACH}`,
  ];
}

function secretLines(cluster: string, namespace: string, name: string): readonly string[] {
  const certificatesOnly = '.data[] | @base64d | select(startswith("-----BEGIN CERTIFICATE"))';
  const get = shellLine(`k${cluster}`, 'get', 'secret', '-n', namespace, name, '-o', 'json');
  return [`${get} | jq -r '${certificatesOnly}' | ${EACH}`];
}
