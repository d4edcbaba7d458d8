/** Bytes in a GiB. */
export const GIB = 2 ** 30;

/** What the lab needs of the machine. Sums of what was measured on 2 cores, rounded up. */
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
    /** The node image with all images of the lab unpacked in it. */
    nodeImage: 3 * GIB,
    /** A node's own copy of that, its etcd and its logs. */
    cluster: 2 * GIB,
  },
  cache: {
    /** Go's modules (4.8 GiB seen) and compiled packages (5.9 GiB seen). */
    build: 11 * GIB,
    /** Tools, image archives, logs. */
    products: 2 * GIB,
  },
  inotify: {
    /** Of systemd, containerd, kubelet and the pods of one node; 35 instances and 480 watches were seen. */
    instances: 64,
    watches: 4096,
  },
} as const;

/** Memory that must be available: building is over before the clusters start, so the larger one counts. */
export function memoryNeed(clusters: number, building: boolean): number {
  const lab = clusters * NEEDS.memory.cluster + NEEDS.memory.rest;
  return building ? Math.max(NEEDS.memory.build, lab) : lab;
}

/** Disk that must be free where Docker keeps its data, to make `clusters` clusters. */
export function dockerDiskNeed(clusters: number, building: boolean): number {
  const nodes = clusters * NEEDS.docker.cluster;
  return building ? NEEDS.docker.build + NEEDS.docker.nodeImage + nodes : nodes;
}

/** Disk that must be free where the cache lies. */
export function cacheDiskNeed(building: boolean): number {
  return building ? NEEDS.cache.build + NEEDS.cache.products : 0;
}

/** Bytes as a person reads them. */
export function gib(bytes: number): string {
  return `${(bytes / GIB).toFixed(1).replace(/\.0$/, '')} GiB`;
}
