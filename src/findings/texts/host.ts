import {texts} from '../finding.js';

export const host = texts({
  'engine-down': {
    check: 'host',
    title: {en: 'No Docker engine answers'},
    cause: 'No Docker engine answers on this machine, so none of the clusters runs.',
    remedy: ['eastwest doctor', 'eastwest up'],
    page: {
      symptom: 'Every command of the lab fails, kubectl with `connection refused`.',
      seen: 'Nobody answers on the socket of the engine, or there is none. An engine that is there and only answers late is another matter: then `explain` could not look.',
      why: 'The nodes of the clusters are containers. After a restart of the machine, or where the engine was ended, they are not there until it runs again; they come back with it.',
      source: 'kind issues 2045 and 148; seen in this lab with an engine that was killed.',
    },
  },
  'node-missing': {
    check: 'host',
    title: {en: 'A node of the lab is not there'},
    cause: 'The container ${node}, which is the whole cluster ${cluster}, does not exist.',
    remedy: ['eastwest up'],
    page: {
      symptom: 'kubectl says `connection refused`; the other cluster calls into a time-out.',
      seen: 'The engine knows no container of the name.',
      why: 'The lab was not made yet, was taken down, or somebody removed the container.',
      source: 'by construction: kind runs a one-node cluster as one container.',
    },
  },
  'node-stopped': {
    check: 'host',
    title: {en: 'A node is stopped'},
    cause: 'The node ${node} is stopped, and with it all of the cluster ${cluster}.',
    remedy: ['docker start ${node}'],
    page: {
      symptom: 'The cluster does not answer; calls that need it end in 503 or in a time-out.',
      seen: 'The engine has the container and says that it does not run.',
      why: 'It was stopped by hand, or it died. The other cluster keeps the endpoints that it knew last.',
      source: 'kind issue 2045.',
    },
  },
  'node-paused': {
    check: 'host',
    title: {en: 'A node is paused'},
    cause: 'The node ${node} is paused: it is there, but nothing in it gets any time to run.',
    remedy: ['docker unpause ${node}'],
    page: {
      symptom: 'kubectl hangs and does not even fail. Connections to the node open, and then nothing comes.',
      seen: 'The engine says `Paused` of a container that runs.',
      why: 'The kernel still completes TCP handshakes for a frozen process, so it looks like a slow network, and every time-out runs to its end. `eastwest stop` freezes all nodes: `eastwest start` goes on with them.',
      source: 'measured in this lab with `docker pause`.',
    },
  },
  'client-missing': {
    check: 'host',
    title: {en: 'The client container does not run'},
    cause: 'The container ${client}, from which the lab is called, does not run.',
    remedy: ['docker start ${client} || eastwest up'],
    page: {
      symptom: 'No scenario can call; `docker exec` names an unknown or a stopped container.',
      seen: 'The engine does not know the container, or says that it does not run.',
      why: 'Calls are made from within the docker network, since load balancer addresses are not reachable from every host.',
      source: 'kind issues 3556 and 3482 on addresses that the host cannot reach.',
    },
  },
  'clock-skew': {
    check: 'host',
    title: {en: 'Clocks differ'},
    cause:
      'The clock of ${where} is ${seconds} s away from that of ${other}: certificates count as not yet valid, or as expired.',
    remedy: [
      'date -u; docker exec ${node} date -u',
      'docker restart ${skewed}',
      'k${cluster} -n ${place} rollout undo deploy/${deployment} || k${cluster} -n ${place} rollout restart deploy/${deployment}',
    ],
    page: {
      symptom: '`x509: certificate has expired or is not yet valid`, mostly after a laptop slept.',
      seen: 'The time in each node, and the time at which istiod and workload certificates begin are compared with the clock of this machine. More than 60 s is a fault.',
      why: 'Istio dates certificates back by two minutes only. Containers share the clock of their machine; it differs where the engine runs in a virtual machine, where a process is given another time, or where a certificate was issued under another clock: then the clocks may agree by now, and the workload needs another certificate, or its Deployment the template of before.',
      source:
        'docker/for-mac issue 17; docker/for-win issue 5131; istio 1.17 security/pkg/pki/util/generate_cert.go.',
    },
  },
  'node-address-changed': {
    check: 'host',
    title: {en: 'A node has another address than its cluster believes'},
    cause: '${node} has the address ${now} on the docker network, but ${believer} still goes by ${then}.',
    remedy: [
      'docker restart ${outdated}',
      'i${cluster} create-remote-secret --name=${peerName} --server=${server} | k${reader} apply -f -',
    ],
    page: {
      symptom:
        'After a restart kubectl answers or not, and discovery across the clusters is dead or reads the wrong cluster.',
      seen: 'The address that the engine gives is compared with that of the Kubernetes node object, with the endpoint of the Service `kubernetes`, and with a server address in remote secrets, if one stands there.',
      why: 'Docker hands addresses out anew in the order in which containers start. kind corrects its own manifests at the start of a node; what others wrote down stays as it was.',
      source: 'kind issues 2045, 1685 and 3071.',
    },
  },
});
