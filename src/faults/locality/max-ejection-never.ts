import {ISTIO_SYSTEM} from '../../plan/plan.js';
import {deploymentRef} from '../../scenario/deployment.js';
import {act, target} from '../change.js';
import {callersCluster, type Fault} from '../fault.js';
import {ruleChange, rulesAre, seeRules, SOUND} from './rule.js';

/** Of two hosts less than one. */
const PERCENT = 1;
/** What the mesh of stock Envoys sets for all proxies; whoever calls must go by the rule alone. */
const RUNTIME = 'outlier_detection.max_ejection_percent';

/**
 * Envoys up to 1.27, and with them istio-proxy up to Istio 1.19, eject one host whatever the percentage. The lab's
 * stock Envoy goes by it, unless the runtime value of the mesh has it eject all; the ingress gateway gets its own.
 */
export const maxEjectionNever: Fault = {
  name: 'max-ejection-never',
  does: {
    en: 'Applies a DestinationRule with a maxEjectionPercent that of two hosts leaves none to eject, and has the ingress gateway go by it.',
    ko: '호스트가 두 개일 때 하나도 제외하지 못하는 maxEjectionPercent를 쓴 DestinationRule을 적용하고, 인그레스 게이트웨이가 이를 따르게 합니다.',
  },
  finding: 'ejection-never',
  requires: 'stock-envoy',
  sites: callersCluster,
  changes: async ({cluster, peer, bench}) => [
    await act(
      'patch',
      {
        cluster: cluster.name,
        object: target(deploymentRef('istio-ingressgateway', ISTIO_SYSTEM)),
        change: {
          spec: {
            template: {
              metadata: {
                annotations: {
                  'proxy.istio.io/config': JSON.stringify({runtimeValues: {[RUNTIME]: String(PERCENT)}}),
                },
              },
            },
          },
        },
      },
      bench,
    ),
    await ruleChange(cluster, peer, {...SOUND, maxEjectionPercent: PERCENT}, bench),
  ],
  see: (cluster, peer, plan) => [
    ...seeRules(cluster, peer, plan),
    `k${cluster.name} -n istio-system exec deploy/istio-ingressgateway -- pilot-agent request GET runtime`,
  ],
  gone: ({cluster, bench}) =>
    rulesAre((found) => (found?.maxEjectionPercent ?? 100) >= 50, cluster.name, bench),
};
