import {texts} from '../finding.js';

export const gateway = texts({
  'gateway-missing': {
    check: 'gateway',
    title: {en: 'A cluster has no east-west gateway'},
    cause: '${cluster} has no running east-west gateway (${seen}), so there is no way into its network.',
    remedy: [
      'i${cluster} install -y -f ${file} --set values.global.proxy.privileged=true',
      'k${cluster} -n istio-system scale deploy/istio-eastwestgateway --replicas=1',
    ],
    page: {
      symptom:
        'Calls across end in a time-out: the caller has the address of a pod in a network that it cannot reach, or none at all.',
      seen: 'Service, Deployment and ready pods of `istio-eastwestgateway`.',
      why: 'Clusters on different networks share no routes to pods. Whoever is called from outside is called by way of this gateway.',
      source: 'scenario ch12/discovery-is-not-connectivity; istio issue 39930.',
    },
  },
  'gateway-no-address': {
    check: 'gateway',
    title: {en: 'An east-west gateway has no address'},
    cause: 'The east-west gateway of ${cluster} runs, but its Service has no external address (${seen}).',
    remedy: [
      'k${cluster} -n istio-system patch svc istio-eastwestgateway -p \'{"spec":{"type":"LoadBalancer"}}\'',
      'k${cluster} -n istio-system describe svc istio-eastwestgateway',
    ],
    page: {
      symptom: '`<pending>`; the other cluster has the address of a pod in place of the gateway’s.',
      seen: 'Type and `status.loadBalancer` of the Service.',
      why: 'istiod of the other cluster gives out the external address of this Service; where there is none it does not count as a gateway.',
      source: 'istio issues 42516 and 29359.',
    },
  },
  'gateway-network-label': {
    check: 'gateway',
    title: {en: 'A network’s name is missing or wrong'},
    cause: '${object} in ${cluster} ${found}; it should be labelled topology.istio.io/network=${network}.',
    remedy: ['k${cluster} label ${target} topology.istio.io/network=${network} --overwrite'],
    page: {
      symptom:
        'The other cluster has the addresses of pods, which it cannot reach, or sends to a gateway that leads elsewhere.',
      seen: 'The label on the namespace `istio-system`, on the Service and on the pods of the east-west gateway, against the network that the lab declares.',
      why: 'By the label of the namespace istiod knows on which network pods are; by that of the Service it finds the gateway that leads there. Where the two differ, no gateway belongs to the network of the pods.',
      source:
        'istio 1.17 pilot/pkg/serviceregistry/kube/controller/network.go; istio issues 39930 and 29359.',
    },
  },
  'services-not-exposed': {
    check: 'gateway',
    title: {en: 'Services are not exposed'},
    cause:
      'In ${cluster} no Gateway opens port 15443 with AUTO_PASSTHROUGH on the east-west gateway (${seen}).',
    remedy: [
      'k${cluster} apply -n istio-system -f ${file}',
      'k${cluster} -n istio-system rollout restart deploy/istio-eastwestgateway',
    ],
    page: {
      symptom:
        'Connections to the gateway are refused; the caller gets 503 `upstream connect error … connection refused`.',
      seen: 'Objects of kind Gateway whose selector fits the pods of the east-west gateway.',
      why: 'Without such a Gateway the proxy has no listener on 15443. It runs, has an address, and lets nobody in.',
      source: 'scenario ch12/expose-services.',
    },
  },
  'gateway-not-listening': {
    check: 'gateway',
    title: {en: 'An east-west gateway does not listen'},
    cause: 'The east-west gateway of ${cluster} has no listener on 15443, though a Gateway asks for it.',
    remedy: [
      'i${cluster} proxy-status',
      'k${cluster} -n istio-system rollout restart deploy/istio-eastwestgateway',
    ],
    page: {
      symptom: 'As with services that are not exposed: connections are refused.',
      seen: 'The listeners that the running proxy tells.',
      why: 'The proxy has not got, or has rejected, what istiod sent.',
      source: 'measured in this lab while a gateway was starting.',
    },
  },
  'gateway-no-sni-clusters': {
    check: 'gateway',
    title: {en: 'An east-west gateway knows no service'},
    cause:
      'The east-west gateway of ${cluster} listens, but has no SNI cluster for a service of ${namespace}, so it closes every connection.',
    remedy: [
      'k${cluster} -n istio-system set env deploy/istio-eastwestgateway ISTIO_META_ROUTER_MODE=sni-dnat',
      'k${cluster} -n istio-system rollout restart deploy/istio-eastwestgateway',
    ],
    page: {
      symptom:
        '503 at the caller, `TLS_error … Connection reset by peer`; `NC` in the access log of the gateway. `istioctl proxy-status` says SYNCED all the while.',
      seen: 'Clusters of the proxy whose names begin with `outbound_`, and among them those of the lab’s namespace.',
      why: 'In Istio 1.17 a new `Gateway` alone does not push clusters to gateways: where `cross-network-gateway` comes after the gateway has connected, the listener comes and the clusters do not. Any full push heals it. They are missing as well where the pod lacks `ISTIO_META_ROUTER_MODE=sni-dnat`; then the Deployment has to be given it first.',
      source: 'seen twice in this lab (275 s without an end); istio 1.17 pilot/pkg/xds/cds.go, cdsNeedsPush.',
    },
  },
  'gateway-unreachable': {
    check: 'gateway',
    title: {en: 'An east-west gateway cannot be reached'},
    cause: 'From ${from} the east-west gateway of ${cluster} at ${address} cannot be reached: ${how}.',
    remedy: [
      'docker exec ${node} iptables-save | grep -E "DROP|REJECT"',
      'k${cluster} -n metallb-system rollout restart ds/speaker',
    ],
    page: {
      symptom: 'Calls across end after the connect time-out, or are refused, while all objects look right.',
      seen: 'A connection is opened to the address and port 15443 from the nodes of the other clusters and from the client.',
      why: 'The address is not announced on the docker network, another machine answers for it, or a rule in the node stops what is to be passed on to pods.',
      source: 'kind issue 3556.',
    },
  },
});
