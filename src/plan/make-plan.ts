import {dirname, join, resolve} from 'node:path';
import {ADDONS, nodeName, type Lab, type LabCluster} from '../lab/lab.js';
import type {Addon, ClusterPlan, Plan, Supplied} from './plan.js';

export interface PlanFolders {
  /** Folder that the kubeconfigs are written to. */
  readonly work: string;
  /** Folder of the lab's CAs. */
  readonly certs: string;
}

/** Works out every name and path. Pure. */
export function makePlan(lab: Lab, supplied: Supplied, folders: PlanFolders): Plan {
  const folder = dirname(lab.file);
  const {name, file, versions, dockerNetwork, meshId, namespace, client, call, continuity} = lab;
  const clusters = lab.clusters.map((cluster) =>
    clusterPlan(cluster, versions.istio, supplied, folder, folders),
  );
  return {
    lab: name,
    labFile: file,
    folder: resolve(folder, lab.manifests),
    versions,
    supplied,
    dockerNetwork,
    meshId,
    namespace,
    root: {...lab.root, folder: folders.certs},
    exposeServices: resolve(folder, lab.exposeServices),
    continuity,
    clusters,
    capabilities: [supplied.proxy.kind, ...ADDONS.filter((addon) => everyHas(clusters, addon))],
    missingAddons: ADDONS.filter(
      (addon) => supplied.addons[addon] === undefined && lab.clusters.some(({addons}) => addon in addons),
    ),
    client,
    call,
  };
}

function everyHas(clusters: readonly ClusterPlan[], addon: string): boolean {
  return clusters.every(({addons}) => addons.some(({name}) => name === addon));
}

function clusterPlan(
  cluster: LabCluster,
  istio: string,
  supplied: Supplied,
  folder: string,
  folders: PlanFolders,
): ClusterPlan {
  const node = nodeName(cluster.name);
  return {
    ...cluster,
    istio: {version: istio},
    node,
    server: `https://${node}:6443`,
    kubeconfig: join(folders.work, `${cluster.name}-kubeconfig`),
    certs: join(folders.certs, cluster.istioName),
    controlPlane: resolve(folder, cluster.controlPlane),
    eastWestGateway: resolve(folder, cluster.eastWestGateway),
    addons: addonsOf(cluster, supplied),
    apps: cluster.apps.map((app) => resolve(folder, app)),
  };
}

function addonsOf({addons}: LabCluster, supplied: Supplied): Addon[] {
  return ADDONS.flatMap((name) => {
    const [nodePort, found] = [addons[name], supplied.addons[name]];
    return nodePort === undefined || found === undefined ? [] : [{name, nodePort, ...found}];
  });
}
