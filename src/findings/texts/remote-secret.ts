import {texts} from '../finding.js';

const AGAIN = 'i${peer} create-remote-secret --name=${peerName} --server=${server} | k${cluster} apply -f -';

export const remoteSecret = texts({
  'remote-secret-missing': {
    check: 'remote-secret',
    title: {en: 'A cluster does not know of another'},
    cause:
      '${cluster} has no remote secret for ${peer} (${secret}), so its istiod does not read the services there.',
    remedy: [AGAIN],
    page: {
      symptom:
        'Endpoints of the other cluster are missing; a service that runs only there answers 503 `no healthy upstream`.',
      seen: 'Secrets of `istio-system` with the label `istio/multiCluster=true`.',
      why: 'istiod finds the other clusters by this Secret alone. Without the label it is a Secret like any other.',
      source: 'istio issue 31081; scenario ch12/no-discovery.',
    },
  },
  'remote-secret-unreadable': {
    check: 'remote-secret',
    title: {en: 'A remote secret holds no kubeconfig'},
    cause:
      'The remote secret ${secret} of ${cluster} for ${peer} holds no kubeconfig that can be read (${seen}).',
    remedy: [AGAIN],
    page: {
      symptom: 'As if the Secret were not there; the log of istiod says `error parsing kubeconfig`.',
      seen: 'The key with the name of the cluster, and whether a kubeconfig stands in it.',
      why: 'The key is the name of the cluster as Istio knows it. Another key means another cluster.',
      source: 'istio 1.17 pkg/kube/multicluster/secretcontroller.go.',
    },
  },
  'remote-secret-loopback': {
    check: 'remote-secret',
    title: {en: 'A remote secret points at the local machine'},
    cause:
      'The remote secret for ${peer} in ${cluster} names the server ${named}: inside istiod’s pod that is the pod itself.',
    remedy: [AGAIN],
    page: {
      symptom:
        'Endpoints of the other cluster never come; istiod logs `connect: connection refused` to 127.0.0.1.',
      seen: 'The host of the server in the kubeconfig of the Secret.',
      why: 'kind writes kubeconfigs for the host: 127.0.0.1 and a published port. `istioctl create-remote-secret` takes it over and only warns. From a pod the API server of the other cluster is reached by the name of its node.',
      source: 'istio issues 58047 and 33434; kind issue 1558; istio 1.17 remote_secret.go:530.',
    },
  },
  'remote-secret-wrong-cluster': {
    check: 'remote-secret',
    title: {en: 'A remote secret leads to another cluster'},
    cause: 'The remote secret of ${cluster} named ${peerName} leads to ${actual} and not to ${peer}.',
    remedy: [AGAIN],
    page: {
      symptom:
        'Endpoints are there, but they are those of another cluster; or a cluster has its own pods twice.',
      seen: 'The server and the CA in the kubeconfig are compared with those of every cluster of the lab.',
      why: 'The file of one cluster was applied under the name of another. Nothing in Istio compares the two.',
      source: 'seen with hand-made secrets; istio issue 33708.',
    },
  },
  'remote-secret-wrong-ca': {
    check: 'remote-secret',
    title: {en: 'A remote secret trusts another CA than the cluster has'},
    cause:
      'The remote secret for ${peer} in ${cluster} carries a CA that ${peer} does not have: istiod breaks every connection off.',
    remedy: [AGAIN],
    page: {
      symptom:
        'istiod logs `x509: certificate signed by unknown authority`; no endpoint of the other cluster comes.',
      seen: '`certificate-authority-data` is compared with the ConfigMap `kube-root-ca.crt` of the cluster that it is for.',
      why: 'A cluster that is made anew has a new CA. The Secret in the other cluster is of the old one.',
      source: 'istio issue 58047.',
    },
  },
  'remote-secret-wrong-server': {
    check: 'remote-secret',
    title: {en: 'A remote secret names a server that is not the cluster’s'},
    cause: 'The remote secret for ${peer} in ${cluster} names the server ${named}; ${peer} is at ${server}.',
    remedy: [AGAIN],
    page: {
      symptom: 'istiod logs time-outs, or certificates that are for other names.',
      seen: 'The host of the server is compared with the name and the address of the node.',
      why: 'An address was written down and the node has another one since a restart; a name would have stayed right.',
      source: 'kind issues 2045 and 3071.',
    },
  },
  'remote-secret-token': {
    check: 'remote-secret',
    title: {en: 'A remote secret’s token is refused'},
    cause: 'The API server of ${peer} does not accept the token in the remote secret of ${cluster}: ${seen}.',
    remedy: [AGAIN],
    page: {
      symptom: 'istiod logs `Unauthorized`; what it knew of the other cluster stays and grows old.',
      seen: 'The API server of the other cluster is asked for its verdict on the token (TokenReview).',
      why: 'The token has expired, or the service account, or its Secret, was deleted and made anew.',
      source: 'istio issue 49780.',
    },
  },
  'remote-secret-not-synced': {
    check: 'remote-secret',
    title: {en: 'istiod has not read another cluster'},
    cause: 'The remote secret is right, but istiod of ${cluster} says of ${peer}: ${seen}.',
    remedy: [
      'k${cluster} -n istio-system rollout restart deploy -l app=istiod',
      'i${cluster} remote-clusters',
    ],
    page: {
      symptom: '`istioctl remote-clusters` shows `timeout` or leaves the cluster out.',
      seen: 'What istiod’s debug page `clusterz` says, which is also what `istioctl remote-clusters` prints.',
      why: 'After a bad secret that was put right, istiod of several releases waits on the old client. It may also have given up after `PILOT_REMOTE_CLUSTER_TIMEOUT` (30 s).',
      source: 'istio issues 58047, 60612 and 38440.',
    },
  },
});
