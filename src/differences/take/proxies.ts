import {EastwestError} from '../../base/errors.js';
import {at, itemsAt, stringAt} from '../../base/json.js';
import type {Kube, KubeObject} from '../../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type ClusterPlan} from '../../plan/plan.js';
import {XDS_SECTIONS, type Named, type ProxyConfiguration, type XdsSection} from '../state.js';
import {dumpOf} from './dump.js';
import {withoutSecrets} from './hide.js';
import type {Keep} from './keep.js';

/** A dump of some megabytes comes by way of two servers and a new process, beside a dozen others. */
const PAGE_MS = 30_000;

/** Whether a pod that is ready has a proxy in it. */
export function hasReadyProxy(pod: KubeObject): boolean {
  const containers = [...itemsAt(pod, 'spec', 'containers'), ...itemsAt(pod, 'spec', 'initContainers')].map(
    (container) => stringAt(container, 'name'),
  );
  const ready = itemsAt(pod, 'status', 'conditions').some(
    (condition) => stringAt(condition, 'type') === 'Ready' && stringAt(condition, 'status') === 'True',
  );
  return containers.includes('istio-proxy') && ready && pod.metadata.deletionTimestamp === undefined;
}

/** The Deployment of a pod, by its name: `webapp` of `webapp-746bdc9d75-9n8h9`. */
export function workloadOf({metadata: {name, labels}}: KubeObject): string {
  const hash = labels?.['pod-template-hash'];
  const end = hash === undefined ? -1 : name.indexOf(`-${hash}`);
  return end < 0 ? name : name.slice(0, end);
}

/** What one proxy has, asked of Envoy's own pages through the agent in its container. */
export async function proxyOf(
  pod: KubeObject,
  cluster: ClusterPlan,
  kube: Kube,
  keep: Keep,
  signal: AbortSignal,
): Promise<ProxyConfiguration> {
  const ask = (page: string): Promise<unknown> => pageOf(kube, pod, page, signal);
  const [configuration, server] = await Promise.all([ask('config_dump?include_eds'), ask('server_info')]);
  const dump = dumpOf(configuration);
  const {namespace = ''} = pod.metadata;
  const sections = Object.fromEntries(
    XDS_SECTIONS.map((section): [XdsSection, Named] => [
      section,
      Object.fromEntries(Object.entries(dump[section]).map(([name, value]) => [name, keep(value)])),
    ]),
  ) as Record<XdsSection, Named>;
  return {
    cluster: cluster.name,
    namespace,
    workload: workloadOf(pod),
    kind: namespace === ISTIO_SYSTEM ? 'gateway' : 'sidecar',
    ...sections,
    bootstrap: keep(dump.bootstrap),
    rejected: withoutSecrets(dump.rejected) as Readonly<Record<string, string>>,
    server: {
      // `hash/1.36.2/Clean/RELEASE/BoringSSL`.
      version: stringAt(server, 'version').split('/')[1] ?? '',
      workers: Number(at(server, 'command_line_options', 'concurrency') ?? 0),
    },
  };
}

async function pageOf(kube: Kube, pod: KubeObject, page: string, signal: AbortSignal): Promise<unknown> {
  const {name, namespace = ''} = pod.metadata;
  const place = {namespace, pod: name, container: 'istio-proxy', signal, timeoutMs: PAGE_MS};
  const {exitCode, stdout, stderr} = await kube.exec(['pilot-agent', 'request', 'GET', page], place);
  if (exitCode === 0) return JSON.parse(stdout) as unknown;
  throw new EastwestError(`the proxy of ${namespace}/${name} does not show ${page}`, {
    code: 'PROXY-SILENT',
    hint: 'eastwest explain',
    details: [stderr.trim().slice(0, 200)],
  });
}
