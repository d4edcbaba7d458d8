import {texts} from '../finding.js';

export const locality = texts({
  'locality-labels-missing': {
    check: 'locality',
    title: {en: 'A node does not say where it is'},
    cause: 'The node of ${cluster} has ${found} for ${label}, and should have ${wanted}.',
    remedy: [
      'k${cluster} label node ${node} topology.kubernetes.io/region=${region} topology.kubernetes.io/zone=${zone} --overwrite',
      'k${cluster} -n ${namespace} rollout restart deploy',
      'k${cluster} -n istio-system rollout restart deploy',
    ],
    page: {
      symptom: 'Calls are spread over both regions, or all go to the far one.',
      seen: 'The labels `topology.kubernetes.io/region` and `/zone` of the nodes against the lab’s.',
      why: 'Istio takes the locality of a pod from the node that it runs on.',
      source: 'istio issues 34605 and 33024; Istio in Action, chapter 12.',
    },
  },
  'pods-older-than-labels': {
    check: 'locality',
    title: {en: 'Pods count as being elsewhere'},
    cause:
      'The node of ${cluster} is labelled ${wanted}, but ${what} still counts as ${found}: it is older than the labels.',
    remedy: [
      'k${cluster} -n ${namespace} rollout restart deploy',
      'k${cluster} -n istio-system rollout restart deploy',
    ],
    page: {
      symptom: 'Labels and rule are right, and calls still go to both regions.',
      seen: 'The locality that proxies have for each endpoint, and the priorities that come of it, against the labels of the nodes.',
      why: 'istiod looks at the labels of a node when a pod or a proxy comes, and does not look again when only the labels change.',
      source: 'istio issue 12961; istio 1.17 pilot/pkg/serviceregistry/kube/controller, getPodLocality.',
    },
  },
  'outlier-detection-missing': {
    check: 'locality',
    title: {en: 'A rule without outlier detection'},
    cause:
      'The DestinationRule ${rule} of ${cluster} for ${service}, which runs in several regions, has no outlierDetection: Istio then ignores localities.',
    remedy: [
      'k${cluster} -n ${namespace} patch destinationrule ${name} --type merge -p \'{"spec":{"trafficPolicy":{"outlierDetection":{"consecutive5xxErrors":1,"interval":"20s","baseEjectionTime":"30s"}}}}\'',
    ],
    page: {
      symptom: 'Calls are spread evenly over the regions. Nothing fails, nothing warns.',
      seen: 'DestinationRules whose host has endpoints in more than one region. Without any rule nothing is said: then localities were not asked for.',
      why: 'Priorities by locality are made only where passive health checks can tell when it is the next one’s turn. `istioctl analyze` does not say it.',
      source: 'istio issues 12961 and 48084; scenario ch12/locality-needs-outlier.',
    },
  },
  'ejection-never': {
    check: 'locality',
    title: {en: 'Nothing is ever ejected'},
    cause:
      'By the DestinationRule ${rule} of ${cluster} the proxy of ${deployment} ejects nobody: ${what}, and ${service} has ${hosts} hosts.',
    remedy: [
      'k${cluster} -n ${namespace} patch destinationrule ${name} --type merge -p \'{"spec":{"trafficPolicy":{"outlierDetection":{"consecutive5xxErrors":${errors},"maxEjectionPercent":100,"minHealthPercent":0}}}}\'',
      'k${cluster} -n ${place} patch deploy/${overridden} --type merge -p \'{"spec":{"template":{"metadata":{"annotations":{"proxy.istio.io/config":null}}}}}\'',
    ],
    page: {
      symptom: 'The near host fails, and all calls still go to it.',
      seen: '`maxEjectionPercent` of the rule, or what the runtime value `outlier_detection.max_ejection_percent` makes of it in each proxy, against the number of hosts that this proxy has; `minHealthPercent` where no healthy host stands by.',
      why: 'One host of two is 50 %. From Envoy 1.28 on a share that is too small for one host ejects none; before, one was always ejected. Istio leaves the percentage at 10 where a rule does not say it, and takes 0 for not said. A runtime value overrides the rules. In a lab with stock Envoy it lifts the limit for the whole mesh, unless a pod asks for another by its annotation; with istio-proxy of Istio 1.19 and before no percentage keeps the first host from being ejected. Under `minHealthPercent` Envoy sends calls to all hosts, ejected or not, but not as long as healthy ones of a later priority can take them.',
      source: 'istio issue 34605; Envoy 1.28 release notes on max_ejection_percent.',
    },
  },
  'outlier-field-ignored': {
    check: 'locality',
    title: {en: 'A field of outlier detection is ignored'},
    cause:
      'The DestinationRule ${rule} of ${cluster} sets consecutiveErrors, which Istio ignores since 1.9, so five errors in a row and not ${count} eject a host.',
    remedy: [
      'k${cluster} -n ${namespace} patch destinationrule ${name} --type merge -p \'{"spec":{"trafficPolicy":{"outlierDetection":{"consecutiveErrors":null,"consecutive5xxErrors":${count}}}}}\'',
    ],
    page: {
      symptom: 'Failover comes late or, with few calls, never.',
      seen: '`consecutiveErrors` in a rule that has neither `consecutive5xxErrors` nor `consecutiveGatewayErrors`.',
      why: 'The API still accepts the old name, so no tool complains; istiod does not read it, and Envoy takes its default of 5.',
      source:
        'istio 1.17 pilot/pkg/networking/core/v1alpha3, applyOutlierDetection reads consecutive_5xx_errors and consecutive_gateway_errors only.',
    },
  },
});
