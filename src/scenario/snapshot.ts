import {createHash} from 'node:crypto';
import type {KubeObject} from '../drivers/kube/kube.js';
import {ISTIO_SYSTEM, type Plan} from '../plan/plan.js';
import type {World} from './bench.js';
import {journalRef} from './journal.js';
import {normalised} from './normalise.js';
import {nameOf} from './undo.js';

/** The objects of every cluster, `west: DestinationRule istioinaction/x` -> what a person would have written. */
export type Snapshot = ReadonlyMap<string, unknown>;

/** Stands for an object that is already being deleted: what it was no longer counts. */
export const LEAVING = Symbol('leaving');

const ISTIO = 'networking.istio.io/v1beta1';

/** What scenarios may leave behind, by API version: one list each, of all namespaces at once. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  v1: ['Namespace', 'Node', 'ConfigMap', 'Secret', 'Service', 'ServiceAccount', 'Pod'],
  'apps/v1': ['Deployment', 'DaemonSet', 'StatefulSet'],
  [ISTIO]: ['Gateway', 'VirtualService', 'DestinationRule', 'ServiceEntry', 'Sidecar', 'WorkloadEntry'],
  'networking.istio.io/v1alpha3': ['EnvoyFilter'],
  'security.istio.io/v1beta1': ['AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication'],
  'telemetry.istio.io/v1alpha1': ['Telemetry'],
  'extensions.istio.io/v1alpha1': ['WasmPlugin'],
  'networking.k8s.io/v1': ['NetworkPolicy'],
};

/** What all clusters have now, of the kinds and in the namespaces that scenarios work on. */
export async function snapshotOf({plan, kube}: Pick<World, 'plan' | 'kube'>): Promise<Snapshot> {
  const namespaces = [ISTIO_SYSTEM, 'default', plan.namespace];
  const kinds = Object.entries(KINDS).flatMap(([apiVersion, names]) =>
    names.map((kind) => ({apiVersion, kind})),
  );
  const lists = await Promise.all(
    plan.clusters.flatMap(({name, ingressNodePort, addons}) => {
      const asked = [ingressNodePort, ...addons.map(({nodePort}) => nodePort)];
      return kinds.map(async ({apiVersion, kind}) => {
        const objects = await kube(name).list(apiVersion, kind);
        return objects
          .filter((object) => isOurs(object, namespaces, plan))
          .map((object) => entryOf(name, withoutDrawn(object, asked)));
      });
    }),
  );
  return new Map(lists.flat());
}

function entryOf(cluster: string, object: KubeObject): readonly [string, unknown] {
  const leaving = object.metadata.deletionTimestamp !== undefined;
  return [`${cluster}: ${nameOf(object)}`, leaving ? LEAVING : normalised(object, digest)];
}

/** Without nodePorts that the lab has not asked for: the cluster draws them by lot, and may have to draw again (`putBack`). */
function withoutDrawn(object: KubeObject, asked: readonly (number | undefined)[]): KubeObject {
  const {ports, ...spec} = (object['spec'] ?? {}) as {readonly ports?: readonly {nodePort?: number}[]};
  if (object.kind !== 'Service' || ports === undefined) return object;
  const kept = ports.map(({nodePort, ...port}) => (asked.includes(nodePort) ? {...port, nodePort} : port));
  return {...object, spec: {...spec, ports: kept}};
}

/** A Secret's values are compared, never kept. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

/** Written by controllers for themselves: leader election, and certificates that they hand out. */
const CONTROLLERS_CONFIG = /^(kube-root-ca\.crt|istio-ca-root-cert|istio-.*(leader|election).*)$/;

function isOurs(object: KubeObject, namespaces: readonly string[], plan: Plan): boolean {
  const {kind, metadata} = object;
  const {name, namespace, annotations = {}} = metadata;
  if (namespace !== undefined && !namespaces.includes(namespace)) return false;
  const journal = journalRef({plan});
  if (kind === journal.kind && name === journal.metadata.name) return false;
  if (kind === 'ConfigMap') {
    return !CONTROLLERS_CONFIG.test(name) && !('control-plane.alpha.kubernetes.io/leader' in annotations);
  }
  // The pods of a Deployment come and go.
  return kind !== 'Pod' || !('ownerReferences' in metadata);
}
