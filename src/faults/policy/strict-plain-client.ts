import type {KubeObject} from '../../drivers/kube/kube.js';
import {deploymentRef} from '../../scenario/deployment.js';
import {make} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {backedServices} from '../services/service.js';

const CLIENT = deploymentRef('plain-client', 'default');
const STRICT = 'strict';

interface Fields {
  readonly spec: {
    readonly template: {readonly spec: {readonly containers: readonly {readonly image: string}[]}};
  };
}

/** A client outside of the mesh, as every migration has one, and a namespace that lets in mutual TLS alone. */
export const strictPlainClient: Fault = {
  name: 'strict-plain-client',
  does: {
    en: "Starts a client without a proxy in the namespace default and allows nothing but mutual TLS in the apps' namespace: the client's connections are reset.",
    ko: 'default 네임스페이스에서 프록시가 없는 클라이언트를 시작하고, 앱 네임스페이스에는 상호 TLS만 허용합니다. 클라이언트의 연결이 끊깁니다.',
  },
  finding: 'strict-plain-client',
  sites: anyCluster,
  changes: async ({cluster, peer, bench, pick}) => {
    const {kube, plan} = bench;
    const {ref, port} = pick(await backedServices(cluster.name, peer.name, bench));
    const [app] = await kube(cluster.name).list('apps/v1', 'Deployment', {namespace: plan.namespace});
    const image = (app as unknown as Fields | undefined)?.spec.template.spec.containers[0]?.image ?? '';
    const host = `${ref.metadata.name}.${plan.namespace}.svc.cluster.local`;
    return [await make(cluster.name, [client(image, host, port), strict(plan.namespace)], bench)];
  },
  see: ({name}, _peer, {namespace}) => [
    `k${name} -n ${namespace} get peerauthentications`,
    `k${name} -n default exec deploy/plain-client -- node -e 'fetch(process.env.TARGET).then((r) => console.log(r.status), (e) => console.log(e.cause.code))'`,
  ],
  gone: async ({cluster, bench}) => {
    const kube = bench.kube(cluster.name);
    const [policy, plain] = await Promise.all([kube.get(strict(bench.plan.namespace)), kube.get(CLIENT)]);
    const mode = (policy?.['spec'] as {mtls?: {mode?: string}} | undefined)?.mtls?.mode;
    const done = mode !== 'STRICT' || plain === undefined;
    return {done, seen: `mutual TLS is ${mode ?? 'not asked for'}`};
  },
};

function strict(namespace: string): KubeObject {
  return {
    apiVersion: 'security.istio.io/v1beta1',
    kind: 'PeerAuthentication',
    metadata: {name: STRICT, namespace},
    spec: {mtls: {mode: 'STRICT'}},
  };
}

function client(image: string, host: string, port: number): KubeObject {
  const labels = {app: 'plain-client'};
  const env = [
    {name: 'TARGET', value: `http://${host}:${port}/`},
    {name: 'CATALOG_SERVICE_HOST', value: host},
    {name: 'CATALOG_SERVICE_PORT', value: String(port)},
  ];
  return {
    ...CLIENT,
    spec: {
      replicas: 1,
      selector: {matchLabels: labels},
      template: {
        metadata: {labels},
        spec: {
          containers: [{name: 'client', image, imagePullPolicy: 'IfNotPresent', args: ['webapp'], env}],
        },
      },
    },
  };
}
