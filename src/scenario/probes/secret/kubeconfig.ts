import {readYaml} from '../../../base/yaml.js';
import type {Bench} from '../../bench.js';
import {certificatesIn} from '../../certificate.js';
import type {KubeconfigFacts} from '../../measured.js';
import {fieldOf, listOf, textOf} from '../envoy.js';
import {jsonOf} from '../call/answers.js';

/** The lab's name for a cluster by its CA in PEM. */
export type CaOf = ReadonlyMap<string, string>;

/** Where a kubeconfig leads and whom its token speaks for; undefined for any other text. */
export function kubeconfigFacts(text: string, caOf: CaOf): KubeconfigFacts | undefined {
  if (!text.includes('kind: Config')) return undefined;
  const [document] = readYaml('kubeconfig', text).documents;
  const config = document?.value;
  const [cluster] = listOf(fieldOf(config, 'clusters'));
  const [user] = listOf(fieldOf(config, 'users'));
  const place = fieldOf(cluster, 'cluster');
  const pem = Buffer.from(textOf(place, 'certificate-authority-data'), 'base64').toString();
  return {
    context: textOf(config, 'current-context'),
    cluster: textOf(cluster, 'name'),
    server: textOf(place, 'server'),
    ca: {subject: certificatesIn(pem)[0]?.subject ?? '', of: caOf.get(pem.trim()) ?? ''},
    token: {subject: subjectOf(textOf(fieldOf(user, 'user'), 'token'))},
  };
}

/** Whose CA a certificate is: every cluster keeps its own in this ConfigMap, in each namespace. */
export async function clusterCas({plan, kube}: Pick<Bench, 'plan' | 'kube'>): Promise<CaOf> {
  const metadata = {name: 'kube-root-ca.crt', namespace: 'kube-system'};
  const pairs = await Promise.all(
    plan.clusters.map(async ({name}) => {
      const found = await kube(name).get({apiVersion: 'v1', kind: 'ConfigMap', metadata});
      const {'ca.crt': pem = ''} = (found?.['data'] ?? {}) as Readonly<Record<string, string>>;
      return [pem.trim(), name] as const;
    }),
  );
  return new Map(pairs);
}

/** The `sub` of a JWT: its middle part is JSON that anyone may read. */
function subjectOf(token: string): string {
  const [, payload = ''] = token.split('.');
  return textOf(jsonOf(Buffer.from(payload, 'base64url').toString()), 'sub');
}
