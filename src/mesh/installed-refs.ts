import type {Drivers} from '../drivers/drivers.js';
import type {KubeRef} from '../drivers/kube/kube.js';
import type {ClusterPlan, Plan} from '../plan/plan.js';
import {gatewayFiles, installedObjects, operatorFiles, recordRef} from './install.js';

/**
 * What names everything that the mesh of a cluster's plan consists of there, istioctl's own records of it last. By name,
 * since the labels that istioctl gives what it owns are not the same in every version.
 */
export async function installedRefs(
  plan: Plan,
  {controlPlane, eastWestGateway, istio}: ClusterPlan,
  drivers: Pick<Drivers, 'istioctlAt'>,
  signal: AbortSignal,
): Promise<readonly KubeRef[]> {
  const lists = await Promise.all([
    installedObjects(plan, istio, drivers, await operatorFiles(plan, controlPlane, istio), signal),
    installedObjects(plan, istio, drivers, await gatewayFiles(plan, eastWestGateway), signal),
  ]);
  const records = await Promise.all([controlPlane, eastWestGateway].map((file) => recordRef(file, istio)));
  return [...lists.flat(), ...records.filter((ref) => ref !== undefined)].map(
    ({apiVersion, kind, metadata: {name, namespace}}) => ({
      apiVersion,
      kind,
      metadata: {name, ...(namespace === undefined ? {} : {namespace})},
    }),
  );
}
