import {join} from 'node:path';
import type {Clock} from '../base/clock.js';
import type {Docker, LoginFor} from '../drivers/docker/docker.js';
import type {Downloads} from '../drivers/download/download.js';
import type {Processes} from '../drivers/process/process.js';
import type {Supplied} from '../plan/plan.js';

/** The folders that a supply reads (recipes, compiled workloads) and writes (cache). */
export interface SupplyFolders {
  readonly images: string;
  readonly cache: string;
  readonly workloads: string;
}

/** What every supply ends in. Each name carries the hash of what it is made from. */
export interface Ends {
  readonly folders: SupplyFolders;
  /** Image references. */
  readonly node: string;
  readonly client: string;
  /** Folder with the programs and manifests that the lab is made with. */
  readonly tools: string;
  readonly toolFiles: readonly {readonly name: string}[];
}

/** The same as a plan names it. */
export function productsOf({
  folders,
  node,
  client,
  tools,
}: Ends): Pick<Supplied, 'folders' | 'tools' | 'images' | 'metallbManifest'> {
  const tool = (name: string): string => join(tools, name);
  return {
    folders,
    tools: {kind: tool('kind'), kubectl: tool('kubectl'), istioctl: tool('istioctl')},
    images: {node, client},
    metallbManifest: tool('metallb-native.yaml'),
  };
}

/** What every step of a supply works with. */
export interface SupplyWork<Layout extends Ends = Ends> {
  readonly layout: Layout;
  readonly drivers: SupplyDrivers;
}

export interface SupplyDrivers {
  readonly processes: Processes;
  readonly docker: Docker;
  readonly loginFor: LoginFor;
  readonly downloads: Downloads;
  readonly clock: Clock;
}

/** Label of every image and container that the supply makes; its value is what it is. */
export const SUPPLY_LABEL = 'dev.eastwest.supply';

/** How long each kind of work may take before it counts as stuck: about five times what 2 cores need. */
export const TIMEOUT_MS = {
  compile: 60 * 60_000,
  download: 20 * 60_000,
  debian: 20 * 60_000,
  image: 10 * 60_000,
  short: 60_000,
} as const;

/** File with the output of one part's programs. */
export function logOf({layout}: SupplyWork, name: string): string {
  return join(layout.folders.cache, 'logs', `supply-${name}.log`);
}

/** Folder for what a part needs only while it is made. */
export function scratchOf({layout}: SupplyWork, name: string): string {
  return join(layout.folders.cache, 'work', name);
}
