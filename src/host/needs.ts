/** Bytes in a GiB. */
export const GIB = 2 ** 30;

/** What is still to be done before there are clusters: all built, the official images pulled and baked, or nothing. */
export type Making = 'building' | 'baking' | 'nothing';

/**
 * What the lab needs of the machine. Sums of what was measured on 2 cores, rounded up; for baking, of what the official
 * images are said to take, since they were not seen.
 */
export const NEEDS = {
  cores: 2,
  memory: {
    /** Istio's and Kubernetes' largest compile and link steps, two at a time. */
    build: 4 * GIB,
    /** One node with its control plane, istiod, two gateways and the workloads takes about 1 GiB. */
    cluster: 1.5 * GIB,
    /** The engine, the client container, kind and istioctl while they work. */
    rest: 1 * GIB,
  },
  docker: {
    /** Layers of the images while they are built. */
    build: 8 * GIB,
    /** The images that are pulled, and their layers while they are unpacked. */
    bake: 6 * GIB,
    /** The node image with all images of the lab unpacked in it. */
    nodeImage: 3 * GIB,
    /** A node's own copy of that, its etcd and its logs. */
    cluster: 2 * GIB,
    /** The two images of one version of Istio, and what the engine is sent to build them. */
    istio: 1.5 * GIB,
  },
  cache: {
    /** Go's modules (4.8 GiB seen) and compiled packages (5.9 GiB seen). */
    build: 11 * GIB,
    /** The archive of the images of pods while they are baked. */
    bake: 2 * GIB,
    /** Tools, image archives, logs. */
    products: 2 * GIB,
    /** Modules and compiled packages of one version of Istio, and its programs: a third of all, by the share of 1.17. */
    istio: 4 * GIB,
  },
  inotify: {
    /** Of systemd, containerd, kubelet and the pods of one node; 35 instances and 480 watches were seen. */
    instances: 64,
    watches: 4096,
  },
} as const;

/** Memory that must be available: building is over before the clusters start, so the larger one counts. */
export function memoryNeed(clusters: number, making: Making): number {
  const lab = clusters * NEEDS.memory.cluster + NEEDS.memory.rest;
  return making === 'building' ? Math.max(NEEDS.memory.build, lab) : lab;
}

/** Disk that must be free where Docker keeps its data, to make `clusters` clusters. */
export function dockerDiskNeed(clusters: number, making: Making): number {
  const nodes = clusters * NEEDS.docker.cluster;
  if (making === 'nothing') return nodes;
  const work = making === 'building' ? NEEDS.docker.build : NEEDS.docker.bake;
  return work + NEEDS.docker.nodeImage + nodes;
}

/** Disk that must be free where the cache lies. */
export function cacheDiskNeed(making: Making): number {
  if (making === 'nothing') return 0;
  return (making === 'building' ? NEEDS.cache.build : NEEDS.cache.bake) + NEEDS.cache.products;
}

/** What the machine must have for what is to be done, in bytes. */
export interface Need {
  /** Memory that must be there, and how much of it must be available. */
  readonly memory: number;
  readonly available: number;
  /** Disk that must be free where Docker keeps its data, and where the cache lies. */
  readonly docker: number;
  readonly cache: number;
}

/** For a lab of which so many clusters are missing. */
export function labNeed(clusters: number, missing: number, making: Making): Need {
  return {
    memory: memoryNeed(clusters, making),
    available: missing === 0 ? 0 : memoryNeed(missing, making),
    docker: dockerDiskNeed(missing, making),
    cache: cacheDiskNeed(making),
  };
}

/** For so many versions of Istio that are built one after the other, and no lab. */
export function istioBuildNeed(count: number): Need {
  const memory = count === 0 ? 0 : NEEDS.memory.build;
  return {memory, available: memory, docker: count * NEEDS.docker.istio, cache: count * NEEDS.cache.istio};
}

/** Bytes as a person reads them. */
export function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1).replace(/\.0$/, '')} GiB`;
}
