import type {KubeObject} from '../../drivers/kube/kube.js';

/** Only this principal may call the workloads with this label. */
export function onlyFrom(
  name: string,
  namespace: string,
  matchLabels: Readonly<Record<string, string>>,
  principal: string,
): KubeObject {
  return {
    apiVersion: 'security.istio.io/v1beta1',
    kind: 'AuthorizationPolicy',
    metadata: {name, namespace},
    spec: {selector: {matchLabels}, rules: [{from: [{source: {principals: [principal]}}]}]},
  };
}

/** The identity of every cluster's ingress gateway: it names no cluster. */
export const INGRESS_PRINCIPAL = 'cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account';
