import type {ContainerInfo, Docker, Labels} from '../../src/drivers/docker/docker.js';
import {untouchable} from './drivers.js';

export const container = (name: string, more: Partial<ContainerInfo> = {}): ContainerInfo => ({
  id: `id-of-${name}`,
  name,
  running: true,
  imageId: 'sha256:1',
  labels: {},
  addresses: {},
  ...more,
});

interface Shelf {
  readonly containers?: readonly ContainerInfo[];
  readonly networks?: Readonly<Record<string, Labels>>;
  /** Files by container id and path. */
  readonly files?: Readonly<Record<string, string>>;
}

/** An engine that only holds things, and a list of what was taken away or made. */
export function dockerWith({containers = [], networks = {}, files = {}}: Shelf) {
  const diary: string[] = [];
  const note =
    (what: string) =>
    (thing: string | {readonly name: string}): Promise<void> => {
      diary.push(`${what} ${typeof thing === 'string' ? thing : thing.name}`);
      return Promise.resolve();
    };
  const docker = untouchable<Docker>('docker', {
    container: (name) => Promise.resolve(containers.find((found) => found.name === name)),
    containers: (wanted) =>
      Promise.resolve(
        containers.filter(({labels}) =>
          Object.entries(wanted).every(([key, value]) => labels[key] === value),
        ),
      ),
    network: (name) => {
      const labels = networks[name];
      const info = {id: `id-of-${name}`, name, subnet: '172.18.0.0/16'};
      return Promise.resolve(labels === undefined ? undefined : {...info, labels});
    },
    image: () => Promise.resolve({id: 'sha256:1', tags: [], labels: {}, sizeBytes: 1}),
    readFile: (id, path) => Promise.resolve(files[`${id} ${path}`]),
    removeContainer: note('remove container'),
    createContainer: note('create container'),
    startContainer: note('start container'),
    stopContainer: note('stop container'),
    unpauseContainer: note('unpause container'),
    placeContainer: (name, network, address) => note('place')(`${name} in ${network} at ${address ?? 'any'}`),
    removeNetwork: note('remove network'),
    createNetwork: note('create network'),
  });
  return {docker, diary};
}

/** The same engine, of which one question fails once. */
export function failingOnce(docker: Docker, call: 'container' | 'readFile'): Docker {
  let failed = false;
  return new Proxy(docker, {
    get: (target, key) => {
      if (key !== call || failed) return Reflect.get(target, key) as unknown;
      failed = true;
      return () => Promise.reject(new Error('the engine is busy'));
    },
  });
}
