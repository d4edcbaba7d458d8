import {at, itemsAt, stringAt} from '../../base/json.js';
import type {KubeObject} from '../../drivers/kube/kube.js';
import {revisionLabel} from '../../plan/istio.js';
import {ISTIO_SYSTEM, type IstioPlan} from '../../plan/plan.js';

/** A pod's proxy. */
export interface ProxySeen {
  readonly namespace: string;
  readonly pod: string;
  /** By the tag of its image, e.g. `1.17.5`; empty where that is none. */
  readonly version: string;
  /** Of the control plane that has put it in; undefined where it was not put in, as in Istio's own gateways. */
  readonly revision: string | undefined;
}

const CONTAINER = 'istio-proxy';
const TAG = /:(\d+\.\d+\.\d+)(?:-[\w.]+)?(?:@.*)?$/;

/** The proxy of a pod that lives; undefined where it has none, or is over. */
export function proxyOf(pod: KubeObject): ProxySeen | undefined {
  const phase = stringAt(pod, 'status', 'phase');
  const over = phase === 'Succeeded' || phase === 'Failed';
  if (over || pod.metadata.deletionTimestamp !== undefined) return undefined;
  const containers = [...itemsAt(pod, 'spec', 'containers'), ...itemsAt(pod, 'spec', 'initContainers')];
  const found = containers.find((one) => stringAt(one, 'name') === CONTAINER);
  if (found === undefined) return undefined;
  const {name, namespace = '', annotations = {}} = pod.metadata;
  return {
    namespace,
    pod: name,
    version: TAG.exec(stringAt(found, 'image'))?.[1] ?? '',
    revision: injectedBy(annotations['sidecar.istio.io/status']),
  };
}

/** Istio's own gateways, which istioctl installs with their proxies written out. */
export function isOwnGateway({namespace, revision}: ProxySeen): boolean {
  return namespace === ISTIO_SYSTEM && revision === undefined;
}

/** Whether a sidecar is one of this mesh: of its version, and put in by its control plane. */
export function isOf(istio: IstioPlan, {version, revision}: ProxySeen): boolean {
  return version === istio.version && (revision === undefined || revision === revisionLabel(istio));
}

export function hasOwner(pod: KubeObject): boolean {
  return itemsAt(pod, 'metadata', 'ownerReferences').length > 0;
}

function injectedBy(status: string | undefined): string | undefined {
  if (status === undefined) return undefined;
  try {
    const revision = at(JSON.parse(status), 'revision');
    return typeof revision === 'string' && revision !== '' ? revision : 'default';
  } catch {
    return 'default';
  }
}
