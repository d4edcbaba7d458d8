import {texts} from '../finding.js';

export const workloads = texts({
  'namespace-not-injected': {
    check: 'injection',
    title: {en: 'Pods of a namespace get no proxy'},
    cause:
      'The namespace ${namespace} of ${cluster} is not marked for injection, so pods that start there get no proxy.',
    remedy: [
      'k${cluster} label namespace ${namespace} istio-injection=enabled --overwrite',
      'k${cluster} -n ${namespace} rollout restart deploy',
    ],
    page: {
      symptom:
        'After the next restart a pod has one container in place of two; it can no longer call across.',
      seen: 'The labels `istio-injection` and `istio.io/rev` of the namespace.',
      why: 'Injection happens when a pod is made. Old pods keep their proxy, so the fault is older than its symptom.',
      source: 'istio issues 43593 and 43882.',
    },
  },
  'app-down': {
    check: 'injection',
    title: {en: 'An app of the lab does not run'},
    cause: 'The app ${app} of ${cluster} has no ready pod: ${seen}.',
    remedy: [
      'k${cluster} -n ${namespace} describe deploy/${app}',
      'k${cluster} -n ${namespace} scale deploy/${app} --replicas=1 || eastwest up',
    ],
    page: {
      symptom: '503 `no healthy upstream` where nobody stands in for it.',
      seen: 'The Deployments that the lab declares: wanted replicas, ready ones, and the reason that a waiting container gives.',
      why: 'It was scaled down, deleted, or its pods do not become ready.',
      source: 'Kubernetes documentation, “Deployments”.',
    },
  },
  'pod-without-proxy': {
    check: 'injection',
    title: {en: 'A pod has no proxy'},
    cause: 'The pod ${pod} in ${cluster} runs without a proxy, though its namespace is marked for injection.',
    remedy: ['k${cluster} -n ${namespace} delete pod ${pod}'],
    page: {
      symptom: 'Its calls across end in a time-out, and nobody in the mesh can tell who it is.',
      seen: 'Containers named `istio-proxy` in the pods of the namespace. A pod that asks for none by `sidecar.istio.io/inject` is left out.',
      why: 'It was made while the namespace was not marked, or while the injector could not be asked.',
      source: 'istio issues 43593 and 8182.',
    },
  },
});

export const services = texts({
  'stub-service-missing': {
    check: 'services',
    title: {en: 'The stub Service is gone'},
    cause:
      '${cluster} has no Service ${service}: its pods run in ${peer}, but without the name nobody in ${cluster} can call them.',
    remedy: ['k${cluster} apply -f ${file}'],
    page: {
      symptom:
        '`getaddrinfo ENOTFOUND` or `no such host` in the caller, although its proxy has the endpoint.',
      seen: 'The Services that the lab declares for each cluster.',
      why: 'The name is looked up before the proxy sees the call. A cluster without pods of a service needs the Service all the same, for its DNS.',
      source: 'scenario ch12/stub-service.',
    },
  },
  'service-missing': {
    check: 'services',
    title: {en: 'A Service is gone'},
    cause: '${cluster} has no Service ${service}, though the lab declares it there.',
    remedy: ['k${cluster} apply -f ${file}'],
    page: {
      symptom: 'The name does not resolve, or the pods of this cluster are missing among the endpoints.',
      seen: 'The Services that the lab declares for each cluster.',
      why: 'It was deleted, or its manifest was never applied.',
      source: 'Kubernetes documentation, “Services”.',
    },
  },
  'service-selector': {
    check: 'services',
    title: {en: 'A Service selects other pods than it should'},
    cause: 'The Service ${service} of ${cluster} selects ${found}, and should select ${wanted}.',
    remedy: ['k${cluster} apply -f ${file}'],
    page: {
      symptom: 'The service has no endpoint, here or in all clusters, and answers 503 `no healthy upstream`.',
      seen: 'The selector of the Service against the one that the lab declares, and how many pods each fits.',
      why: 'A selector that fits no pod is no error to Kubernetes. `istioctl analyze` does not look for it either.',
      source: 'Kubernetes documentation, “Debug Services”.',
    },
  },
  'service-port-name': {
    check: 'services',
    title: {en: 'A Service’s port says another protocol'},
    cause:
      'Port ${port} of the Service ${service} in ${cluster} is named ${found} and not ${wanted}: Istio takes its protocol from the name.',
    remedy: ['k${cluster} apply -f ${file}'],
    page: {
      symptom:
        'Calls may go on, but as plain TCP: no retries, no routes, no HTTP in the access log, policies by path refuse all.',
      seen: 'Name, `appProtocol` and number of each port against those that the lab declares.',
      why: 'Istio reads the protocol from `appProtocol`, or from what stands before the first hyphen of the name. istiod also joins the endpoints of two clusters by the name of the port: where the names differ, the pods of one are missing among the hosts.',
      source:
        'istio documentation, “Protocol Selection”; `istioctl analyze` has IST0118 for names that say nothing.',
    },
  },
});

export const endpoints = texts({
  'no-remote-endpoints': {
    check: 'endpoints',
    title: {en: 'Proxies do not know pods of the other cluster'},
    cause:
      '${proxy} in ${cluster} has no endpoint of ${service} in ${peer}, though pods of it are ready there.',
    remedy: [
      'i${cluster} proxy-config endpoint ${target} | grep ${service}',
      'k${cluster} -n istio-system rollout restart deploy -l app=istiod',
    ],
    page: {
      symptom: '503 `no healthy upstream`, or calls that never leave their cluster.',
      seen: 'For each service with ready pods in another cluster, the hosts that a gateway and the apps’ proxies really have.',
      why: 'All that comes before is right, so istiod has not passed on what it reads, or an object (Sidecar, exportTo, a cluster-local setting) keeps the service from it.',
      source: 'istio issues 30103 and 39987.',
    },
  },
  'endpoints-not-by-gateway': {
    check: 'endpoints',
    title: {en: 'Proxies send into a network that they cannot reach'},
    cause:
      '${proxy} in ${cluster} has ${found} for ${service} in ${peer} in place of the gateway ${gateway}:15443.',
    remedy: ['k${cluster} -n istio-system rollout restart deploy -l app=istiod'],
    page: {
      symptom: 'Calls across end in a time-out.',
      seen: 'The addresses of the hosts that a proxy has, against the pods of the other cluster and the address of its gateway.',
      why: 'istiod does not take the two for different networks, or knows no gateway of the other, or an old address of it.',
      source: 'istio issues 39930 and 31453.',
    },
  },
});
