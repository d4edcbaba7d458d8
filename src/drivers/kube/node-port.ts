import {EastwestError, messageOf} from '../../base/errors.js';
import type {Kube, KubeObject, KubeRef} from './kube.js';

interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly nodePort?: number;
}

/** A port of a Service of a cluster. */
export interface PortOwner {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
}

/** Where Kubernetes' default range of nodePorts begins, and how many there are. */
const [FIRST, COUNT] = [30_000, 2768];

/**
 * Makes sure that `owner` can have a nodePort: whoever else has it by Kubernetes' draw of lots gets the highest free
 * one instead. Without this about one lab of a hundred is refused a port that it asks for: `duplicate nodePort` where
 * another port of the same Service drew it, `provided port is already allocated` where another Service did.
 */
export async function freeNodePort(
  kube: Pick<Kube, 'list' | 'patch'>,
  nodePort: number,
  owner: PortOwner,
): Promise<void> {
  const services = await kube.list('v1', 'Service');
  const given = services.flatMap((service) => portsOf(service).map((port) => ({service, port})));
  const holder = given.find(({port}) => port.nodePort === nodePort);
  if (holder === undefined || isOwner(holder, owner)) return;
  const {port, service} = holder;
  const taken = new Set(given.map((one) => one.port.nodePort));
  const spec = {ports: [{port: port.port, protocol: port.protocol, nodePort: highestFree(taken)}]};
  await kube.patch(refOf(service), {spec});
}

const STILL_TAKEN = /spec\.ports\[(\d+)\]\.nodePort: .*provided port is already allocated/;

/**
 * Puts an object back, a Service with the nodePorts that it had. One that the API server does not give goes to the draw
 * of lots: after a restart it may take up to nine minutes to notice that a port which was given back is free.
 */
export async function putBack(kube: Pick<Kube, 'replace'>, object: KubeObject): Promise<void> {
  try {
    await kube.replace(object);
  } catch (error) {
    const place = object.kind === 'Service' ? STILL_TAKEN.exec(messageOf(error))?.[1] : undefined;
    if (place === undefined) throw error;
    await putBack(kube, withoutNodePort(object, Number(place)));
  }
}

function withoutNodePort(service: KubeObject, place: number): KubeObject {
  const ports = portsOf(service).map(({nodePort, ...port}, index) =>
    index === place || nodePort === undefined ? port : {...port, nodePort},
  );
  return {...service, spec: {...(service['spec'] as object), ports}};
}

function isOwner({service, port}: {service: KubeObject; port: ServicePort}, owner: PortOwner): boolean {
  const {name, namespace} = service.metadata;
  return name === owner.service && namespace === owner.namespace && port.port === owner.port;
}

function highestFree(taken: ReadonlySet<number | undefined>): number {
  const range = Array.from({length: COUNT}, (_, place) => FIRST + place);
  const free = range.findLast((port) => !taken.has(port));
  if (free !== undefined) return free;
  throw new EastwestError(`all ${COUNT} nodePorts from ${FIRST} on are taken`, {
    code: 'KUBE-NO-NODE-PORT',
    hint: 'kubectl get services --all-namespaces',
  });
}

function portsOf(service: KubeObject): readonly ServicePort[] {
  return (service['spec'] as {readonly ports?: readonly ServicePort[]} | undefined)?.ports ?? [];
}

function refOf({metadata: {name, namespace}}: KubeObject): KubeRef {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, ...(namespace === undefined ? {} : {namespace})},
  };
}
