import {z} from 'zod';
import {EastwestError} from '../../../base/errors.js';
import type {KubeRef} from '../../../drivers/kube/kube.js';
import {clusterNamed} from '../../../plan/plan.js';
import {certificatesIn} from '../../certificate.js';
import {shellLine} from '../../commands.js';
import type {CertificateChain} from '../../measured.js';
import {isMapping, strict} from '../../strict.js';
import type {Bench} from '../../bench.js';
import {nameOf} from '../../undo.js';
import type {Probe} from '../probe.js';
import {proxyChains} from './proxy-chains.js';

const text = z.string().min(1);

const schema = strict({
  clusters: z.array(text).min(1).describe('The same is looked at in each of them.'),
  of: text
    .optional()
    .describe('What a proxy has from its control plane: `deploy/NAME.NAMESPACE` or `POD.NAMESPACE`.'),
  secret: text.optional().describe('The certificates in a Secret; its other values are not looked at.'),
  configMap: text.optional().describe('The certificates in a ConfigMap.'),
  namespace: text.optional().describe("Of Secret and ConfigMap; the lab's unless given."),
})
  .refine(({of, secret, configMap}) => (of ?? secret ?? configMap) !== undefined, {
    message: 'wants at least one of of, secret, configMap',
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
  title: ({clusters, of, secret, configMap}) => {
    const named = {Secret: secret, ConfigMap: configMap};
    const kept = Object.entries(named).flatMap(([kind, name]) =>
      name === undefined ? [] : `${kind} ${name}`,
    );
    const places = [...(of === undefined ? [] : [of]), ...kept].join(' and ');
    return `${clusters.join(', ')}: certificates of ${places}`;
  },
  commands: ({clusters, of, secret, configMap, namespace}, plan) =>
    clusters.flatMap((cluster) => [
      ...(of === undefined ? [] : proxyLines(cluster, of)),
      ...(secret === undefined ? [] : secretLines(cluster, namespace ?? plan.namespace, secret)),
      ...(configMap === undefined ? [] : configMapLines(cluster, namespace ?? plan.namespace, configMap)),
    ]),
  measure: async (value, bench) => {
    const found = await Promise.all(value.clusters.map((cluster) => chainsIn(cluster, value, bench)));
    return {kind: 'certificates', chains: found.flat()};
  },
};

async function chainsIn(cluster: string, {of, secret, configMap, ...rest}: Value, bench: Bench) {
  const {plan, istioctl, signal} = bench;
  const {kubeconfig} = clusterNamed(plan, cluster);
  const {namespace = plan.namespace} = rest;
  const chains = await Promise.all([
    of === undefined ? [] : istioctl.proxyConfig(kubeconfig, 'secret', of, signal).then(proxyChains),
    secret === undefined ? [] : keptChains(cluster, ref('Secret', secret, namespace), bench),
    configMap === undefined ? [] : keptChains(cluster, ref('ConfigMap', configMap, namespace), bench),
  ]);
  return chains.flat().map((chain) => ({...chain, name: `${cluster} ${chain.name}`}));
}

function ref(kind: string, name: string, namespace: string): KubeRef {
  return {apiVersion: 'v1', kind, metadata: {name, namespace}};
}

async function keptChains(cluster: string, of: KubeRef, {kube}: Bench): Promise<readonly CertificateChain[]> {
  const found = await kube(cluster).get(of);
  if (found === undefined) throw new EastwestError(`no ${nameOf(of)} in ${cluster}`, {code: 'NO-OBJECT'});
  const textOf = (value: string): string =>
    of.kind === 'Secret' ? Buffer.from(value, 'base64').toString() : value;
  return Object.entries((found['data'] ?? {}) as Readonly<Record<string, string>>)
    .map(([key, value]) => ({name: key, certificates: certificatesIn(textOf(value))}))
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

function configMapLines(cluster: string, namespace: string, name: string): readonly string[] {
  const get = shellLine(`k${cluster}`, 'get', 'configmap', '-n', namespace, name, '-o', 'json');
  return [`${get} | jq -r '.data[]' | ${EACH}`];
}
