import {texts} from '../finding.js';

export const network = texts({
  'node-unreachable': {
    check: 'network',
    title: {en: 'A node cannot be reached'},
    cause: '${node} cannot be reached from ${from}: ${how}.',
    remedy: ["docker exec ${node} iptables-save | grep -E 'DROP|REJECT'", 'docker restart ${node}'],
    page: {
      symptom:
        'Calls across end after the connect time-out where packets vanish, and at once where they are refused.',
      seen: 'From every other node and from the client a connection is opened to the API server’s port. “No answer within the time” means that packets vanish (DROP); “refused” means that somebody sends an answer (REJECT), or that nobody listens. That it is the network and not the API server shows from the same question asked inside the node.',
      why: 'A rule of iptables, a firewall of the host, or a second network with the same addresses stands between the nodes. The clusters live on one docker network; without it neither istiod nor any proxy reaches the other side.',
      source: 'kind known issues, “Local Subnet Clashes” and firewalld.',
    },
  },
});

export const controlPlane = texts({
  'api-down': {
    check: 'control-plane',
    title: {en: 'An API server does not answer'},
    cause: 'The node of ${cluster} runs, but its API server does not answer: ${seen}.',
    remedy: [
      'docker exec ${node} ctr -n k8s.io tasks ls',
      'docker exec ${node} journalctl -u kubelet -n 50 --no-pager',
      'docker restart ${node}',
    ],
    page: {
      symptom: 'kubectl: `connection refused`, or no answer.',
      seen: '`/readyz` of the API server is asked by way of the kubeconfig of the lab.',
      why: 'etcd or the API server died or is starting; or the kubeconfig names a port that is no longer published.',
      source: 'kind issues 928 and 1290.',
    },
  },
  'node-not-ready': {
    check: 'control-plane',
    title: {en: 'A Kubernetes node is not ready'},
    cause: 'Kubernetes in ${cluster} says that its node is not ready: ${seen}.',
    remedy: [
      'k${cluster} describe node ${node}',
      'docker exec ${node} journalctl -u kubelet -n 50 --no-pager',
    ],
    page: {
      symptom: 'No new pod starts; old ones may still answer.',
      seen: 'The condition `Ready` of the node object.',
      why: 'The kubelet or the container runtime has stopped, or there is no network for pods.',
      source: 'Kubernetes documentation, “Nodes”.',
    },
  },
  'istiod-down': {
    check: 'control-plane',
    title: {en: 'istiod does not run'},
    cause:
      'istiod of ${cluster} has no ready pod (${seen}): its proxies keep what they have and learn nothing new.',
    remedy: ['k${cluster} -n istio-system scale deploy -l app=istiod --replicas=1 || eastwest up'],
    page: {
      symptom:
        'Calls go on for a while. New pods get no proxy or never become ready, changes have no effect, certificates run out after a day.',
      seen: 'The Deployment of istiod, whichever revision it has: wanted replicas, ready ones, and the reason that a waiting container gives.',
      why: 'Proxies live on with their last configuration, so this is seen late and in another place.',
      source: 'istio issues 38440 and 45992.',
    },
  },
});
