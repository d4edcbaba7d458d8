import {stringify} from 'yaml';
import type {ClusterPlan} from '../plan/plan.js';

/**
 * kind's configuration of one cluster.
 *
 * The controller manager's node address allocator waits 10 s before its first round, and every controller
 * after it in the list waits with it; this lab's CNI takes the pod subnet by itself, so it is switched off.
 * Leader election has no one to elect against on a single node. The taint of control planes is a mild one, so
 * that pods are scheduled before kind takes it off at its end. etcd need not wait for the disk: what a power
 * cut would cost is a lab; nor, being alone, the usual second for other candidates after each start. ECDSA keys are made in no time where RSA keys take seconds of both cores. A kubelet
 * that renews its certificate is started anew by kubeadm at the moment when the first pods are to start; the
 * certificates last a year.
 */
export function kindConfig(cluster: ClusterPlan): string {
  const {podSubnet, serviceSubnet, hostPorts, locality} = cluster;
  return stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    networking: {podSubnet, serviceSubnet},
    nodes: [
      {
        role: 'control-plane',
        labels: localityLabels(locality),
        extraPortMappings: hostPorts.map((port) => ({
          containerPort: port,
          hostPort: port,
          listenAddress: '127.0.0.1',
        })),
        kubeadmConfigPatches: [
          stringify({
            kind: 'InitConfiguration',
            nodeRegistration: {
              taints: [{key: 'node-role.kubernetes.io/control-plane', effect: 'PreferNoSchedule'}],
            },
          }),
          stringify({
            kind: 'ClusterConfiguration',
            featureGates: {PublicKeysECDSA: true},
            etcd: {
              local: {
                extraArgs: {
                  'unsafe-no-fsync': 'true',
                  'heartbeat-interval': '20',
                  'election-timeout': '200',
                },
              },
            },
            controllerManager: {extraArgs: {'allocate-node-cidrs': 'false', 'leader-elect': 'false'}},
            scheduler: {extraArgs: {'leader-elect': 'false'}},
          }),
          stringify({kind: 'KubeletConfiguration', rotateCertificates: false}),
        ],
      },
    ],
  });
}

/** The node labels that Istio reads a workload's locality from. */
export function localityLabels({region, zone}: ClusterPlan['locality']): Record<string, string> {
  return {'topology.kubernetes.io/region': region, 'topology.kubernetes.io/zone': zone};
}
