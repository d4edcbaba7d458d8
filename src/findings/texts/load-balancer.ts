import {texts} from '../finding.js';

/** What MetalLB has given it takes back first: it refuses a pool that lacks such an address. */
const RELEASE =
  'k${astray} -n ${place} patch svc ${services} -p \'{"spec":{"type":"ClusterIP"}}\' && sleep 5';
const RANGE =
  'k${astray} -n metallb-system patch ipaddresspool default --type merge -p \'{"spec":{"addresses":["${planned}"]}}\'';
const GIVE = 'k${astray} -n ${place} patch svc ${services} -p \'{"spec":{"type":"LoadBalancer"}}\'';

export const loadBalancer = texts({
  'load-balancer-down': {
    check: 'load-balancer',
    title: {en: 'MetalLB does not run'},
    cause: '${part} of MetalLB in ${cluster} has no ready pod, so addresses are not given or not announced.',
    remedy: [
      'k${cluster} -n metallb-system get pods',
      'k${cluster} -n metallb-system rollout restart deploy/controller ds/speaker || eastwest up',
    ],
    page: {
      symptom: 'Gateways stay `<pending>`, or have an address that nobody answers for.',
      seen: 'The Deployment `controller`, which gives addresses, and the DaemonSet `speaker`, which announces them.',
      why: 'Both are needed: without the first no Service gets an address, without the second nobody on the docker network knows where it is.',
      source: 'kind issue 2374; metallb issue 394.',
    },
  },
  'no-address-pool': {
    check: 'load-balancer',
    title: {en: 'There is no address pool'},
    cause: 'MetalLB in ${cluster} has no ${what}, so it has nothing to give.',
    remedy: ['eastwest up'],
    page: {
      symptom: '`EXTERNAL-IP` of the gateways is `<pending>` for ever.',
      seen: 'The objects IPAddressPool and L2Advertisement of `metallb-system`.',
      why: 'A pool that was applied before the webhook answered is refused, and nobody repeats it.',
      source: 'metallb issues 1597 and 1540.',
    },
  },
  'pool-outside-subnet': {
    check: 'load-balancer',
    title: {en: 'The pool is outside of the docker network'},
    cause:
      'The pool ${pool} of ${cluster} is not within the docker network ${subnet}, so nobody can reach what is given from it.',
    remedy: [RELEASE, RANGE, GIVE, 'k${cluster} -n istio-system get svc'],
    page: {
      symptom: 'Gateways have addresses, and every call to them runs into a time-out.',
      seen: 'The ranges of the pools are compared with the subnet that the engine gives for the lab’s network.',
      why: 'MetalLB answers ARP on the docker network. For an address outside nobody asks there; the packet takes the default route. It comes of copying 172.18.255.x from a text while the engine chose another subnet, or of taking the IPv6 subnet for the first. MetalLB takes no pool that lacks an address which it has given, and says so in its log only: the Service lets go of it first.',
      source: 'kumahq/kuma issue 10030; cilium pull request 33093; kind known issues.',
    },
  },
  'pools-overlap': {
    check: 'load-balancer',
    title: {en: 'Two clusters give out the same addresses'},
    cause:
      'The pools of ${cluster} (${pool}) and ${peer} (${other}) share addresses, so both clusters answer for the same ones.',
    remedy: [RELEASE, RANGE, GIVE, 'k${cluster} -n istio-system get svc; k${peer} -n istio-system get svc'],
    page: {
      symptom:
        'A call reaches the right cluster, and a minute later the other one: whoever answered ARP last.',
      seen: 'The ranges of the pools of all clusters are compared with each other.',
      why: 'Each MetalLB knows its own cluster only. On one docker network the pools must be parted by hand.',
      source:
        'Istio in Action, chapter 12; istio common/scripts/kind_provisioner.sh gives addresses one after the other for this reason.',
    },
  },
  'pool-exhausted': {
    check: 'load-balancer',
    title: {en: 'The pool is exhausted'},
    cause:
      '${service} in ${cluster} waits for an address, and none of the ${size} of the pool ${pool} is free.',
    remedy: ['k${cluster} get svc -A | grep LoadBalancer', RANGE],
    page: {
      symptom: '`EXTERNAL-IP` is `<pending>`. The event of the Service says `no available IPs`.',
      seen: 'Services of type LoadBalancer without an address, and how many of the pool’s addresses are taken.',
      why: 'A pool is small, and whoever tries things out leaves Services behind. Which one goes without is chance.',
      source: 'metallb issue 394.',
    },
  },
});
