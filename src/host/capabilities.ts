import type {Host} from './host.js';

/** Numbers of capabilities, from linux/capability.h. */
export const CAP_SYS_ADMIN = 21;
export const CAP_SYS_RESOURCE = 24;

/** The bounding set of a process, from its /proc/PID/status; undefined where that does not tell it. */
export function boundingSet(status: string | undefined): bigint | undefined {
  const digits = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status ?? '')?.[1];
  return digits === undefined ? undefined : BigInt(`0x${digits}`);
}

export function includes(set: bigint, capability: number): boolean {
  return ((set >> BigInt(capability)) & 1n) === 1n;
}

/** True when this host withholds CAP_SYS_RESOURCE, so that runc cannot start a privileged container. */
export async function withholdsSysResource(host: Pick<Host, 'readFile'>): Promise<boolean> {
  const set = boundingSet(await host.readFile('/proc/self/status'));
  return set !== undefined && !includes(set, CAP_SYS_RESOURCE);
}
