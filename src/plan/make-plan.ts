import {dirname, join, resolve} from 'node:path';
import type {Lab, LabCluster} from '../lab/lab.js';
import type {ClusterPlan, Plan, Supplied} from './plan.js';

export interface PlanFolders {
  /** Folder that the kubeconfigs are written to. */
  readonly work: string;
  /** Folder of the lab's CAs. */
  readonly certs: string;
}

/** Works out every name and path. Pure. */
export function makePlan(lab: Lab, supplied: Supplied, folders: PlanFolders): Plan {
  const folder = dirname(lab.file);
  const {name, file, versions, dockerNetwork, meshId, namespace, client, call} = lab;
  return {
    lab: name,
    labFile: file,
    folder,
    versions,
    supplied,
    dockerNetwork,
    meshId,
    namespace,
    root: {...lab.root, folder: folders.certs},
    exposeServices: resolve(folder, lab.exposeServices),
    clusters: lab.clusters.map((cluster) => clusterPlan(cluster, folder, folders)),
    client,
    call,
  };
}

function clusterPlan(cluster: LabCluster, folder: string, folders: PlanFolders): ClusterPlan {
  const node = `${cluster.name}-control-plane`;
  return {
    ...cluster,
    node,
    server: `https://${node}:6443`,
    kubeconfig: join(folders.work, `${cluster.name}-kubeconfig`),
    certs: join(folders.certs, cluster.istioName),
    controlPlane: resolve(folder, cluster.controlPlane),
    eastWestGateway: resolve(folder, cluster.eastWestGateway),
    apps: cluster.apps.map((app) => resolve(folder, app)),
  };
}
