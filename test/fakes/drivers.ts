import type {Drivers} from '../../src/drivers/drivers.js';
import {FakeClock} from './clock.js';

/** Drivers that may be handed on but not used: each fails as soon as anything is asked of it. */
export function untouchableDrivers(): Drivers {
  return {
    clock: new FakeClock(),
    processes: untouchable('processes'),
    docker: untouchable('docker'),
    loginFor: () => {
      throw new Error('loginFor was called, though nothing may touch the world here');
    },
    downloads: untouchable('downloads'),
    kind: untouchable('kind'),
    istioctl: untouchable('istioctl'),
    istioctlAt: (program) => untouchable(`istioctl at ${program}`),
    http: untouchable('http'),
    kubeFor: () => {
      throw new Error('kubeFor was called, though nothing may touch the world here');
    },
  };
}

/** An object of an interface of which some calls are given and every other one fails. */
export function untouchable<T extends object>(name: string, given: Partial<T> = {}): T {
  return new Proxy(given as T, {
    get: (target, key) => {
      if (key in target) return Reflect.get(target, key) as unknown;
      throw new Error(`${name}.${String(key)} was used, though nothing may touch it here`);
    },
  });
}
