import {issueWorkload} from '../../ca/certificates.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import type {ClusterPlan} from '../../plan/plan.js';
import type {Bench} from '../../scenario/bench.js';
import {deploymentRef} from '../../scenario/deployment.js';
import {lookAt} from '../../scenario/looks.js';
import {act, make, target} from '../change.js';
import {anyCluster, type Fault} from '../fault.js';
import {labIntermediate, labRoot} from '../../scenario/authorities.js';

/** How far the clock of the machine that issued the certificate would be ahead. */
const AHEAD_MS = 60 * 60 * 1000;
const NAME = 'certificate-of-tomorrow';
/** Where the agent looks for a certificate that another has issued, in place of asking istiod for one. */
const CREDENTIALS = 'workload-certs';

interface Fields {
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly serviceAccountName?: string;
        readonly containers: readonly {readonly image: string}[];
        readonly volumes?: readonly {readonly name: string}[];
      };
    };
  };
}

/**
 * Containers have the clock of their host, and there is no other. So what is planted is what a wrong clock leaves
 * behind: a workload's certificate, of the right CA, from an hour that has not come yet.
 */
export const clockSkew: Fault = {
  name: 'clock-skew',
  does: {
    en: 'Gives one app the certificate that its CA would issue on a machine whose clock is an hour ahead: it is not valid yet. (Clocks themselves cannot differ here: containers have the clock of their host.)',
    ko: '한 앱에 시계가 한 시간 빠른 장비의 CA가 발급했을 법한 인증서, 곧 아직 유효하지 않은 인증서를 줍니다. (컨테이너는 호스트의 시계를 쓰므로 시계 자체를 다르게 할 수는 없습니다.)',
  },
  finding: 'clock-skew',
  check: 'trust',
  sites: anyCluster,
  changes: async ({cluster, bench, pick}) => {
    const {plan, kube} = bench;
    const apps = await kube(cluster.name).list('apps/v1', 'Deployment', {namespace: plan.namespace});
    const app = pick([...apps].sort((one, other) => (one.metadata.name < other.metadata.name ? -1 : 1)));
    const {serviceAccountName = 'default', containers} = (app as unknown as Fields).spec.template.spec;
    const change = templateChange(containers[0]?.image ?? '');
    const ref = deploymentRef(app.metadata.name, plan.namespace);
    return [
      await make(cluster.name, [await credentials(cluster, serviceAccountName, bench)], bench),
      await act('patch', {cluster: cluster.name, object: target(ref), change}, bench),
    ];
  },
  see: ({name}, _peer, {namespace}) => [
    'date; docker exec mypc date',
    `for pod in $(k${name} -n ${namespace} get pod -o name); do i${name} proxy-config secret $pod.${namespace} | grep default; done`,
  ],
  gone: async ({cluster, bench}) => {
    const {plan, kube} = bench;
    const apps = await kube(cluster.name).list('apps/v1', 'Deployment', {namespace: plan.namespace});
    const left = apps.filter((app) =>
      (app as unknown as Fields).spec.template.spec.volumes?.some((volume) => volume.name === NAME),
    );
    return lookAt(
      left.map(({metadata}) => `${metadata.name} has a certificate that is not valid yet`),
      'every app gets its certificate from istiod',
    );
  },
};

async function credentials(cluster: ClusterPlan, account: string, {plan, clock}: Bench): Promise<KubeObject> {
  const {namespace} = plan;
  const [root, issuer] = await Promise.all([labRoot(plan), labIntermediate(cluster)]);
  const identity = `spiffe://cluster.local/ns/${namespace}/sa/${account}`;
  const issued = await issueWorkload(identity, issuer, clock.date().getTime() + AHEAD_MS);
  const stringData = {
    'cert-chain.pem': issued.certificate + issuer.certificate + root.certificate,
    'key.pem': issued.key,
    'root-cert.pem': root.certificate,
  };
  return {apiVersion: 'v1', kind: 'Secret', metadata: {name: NAME, namespace}, type: 'Opaque', stringData};
}

/**
 * The injected volume of the agent is filled before the agent starts. The agent then takes the mesh's root for
 * istiod from the place where all others have it.
 */
function templateChange(image: string): Record<string, unknown> {
  const copy =
    "for (const f of ['cert-chain.pem', 'key.pem', 'root-cert.pem']) require('node:fs').copyFileSync('/from/' + f, '/to/' + f)";
  return {
    spec: {
      template: {
        metadata: {
          annotations: {
            'proxy.istio.io/config': 'proxyMetadata: {XDS_ROOT_CA: /var/run/secrets/istio/root-cert.pem}',
          },
        },
        spec: {
          volumes: [
            {name: NAME, secret: {secretName: NAME}},
            {name: CREDENTIALS, emptyDir: {}},
          ],
          initContainers: [
            {
              name: NAME,
              image,
              imagePullPolicy: 'IfNotPresent',
              command: ['node', '-e', copy],
              volumeMounts: [
                {name: NAME, mountPath: '/from'},
                {name: CREDENTIALS, mountPath: '/to'},
              ],
            },
          ],
        },
      },
    },
  };
}
