import {existsSync, readFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {join, resolve} from 'node:path';
import {rootCertificates} from 'node:tls';
import {fileURLToPath} from 'node:url';
import {systemClock} from '../base/clock.js';
import {EastwestError, EXIT, messageOf} from '../base/errors.js';
import {dockerLogins} from '../drivers/docker/logins.js';
import type {Downloads} from '../drivers/download/download.js';
import {httpsDownloads, USUAL_DOWNLOADS} from '../drivers/download/https-downloads.js';
import type {Docker} from '../drivers/docker/docker.js';
import {dockerEngine} from '../drivers/docker/docker-engine.js';
import type {Drivers} from '../drivers/drivers.js';
import {systemHttp} from '../drivers/http/system-http.js';
import type {Istioctl} from '../drivers/istioctl/istioctl.js';
import {istioctlCli} from '../drivers/istioctl/istioctl-cli.js';
import {kindCli} from '../drivers/kind/kind-cli.js';
import {clusterKubes} from '../drivers/kube/cluster-kube.js';
import {systemProcesses} from '../drivers/process/system-processes.js';
import {nodeName, type Lab} from '../lab/lab.js';
import {readLab} from '../lab/read-lab.js';
import {istioctlIn, latestOf} from '../plan/istio.js';
import {makePlan} from '../plan/make-plan.js';
import type {Plan} from '../plan/plan.js';
import {engineAnswers} from './engine-answers.js';
import {chooseSupply, registryAnswers, type ChoiceLooks} from '../supply/index.js';
import {asNoted, madeWith, readNotes, type MeshNotes} from '../upgrade/note.js';

/** The folder of the package: images/, scenarios/, ch12/ lie there, and build/ beside them. */
export const PACKAGE_FOLDER = fileURLToPath(new URL('../../../', import.meta.url));

const DEFAULT_LAB = 'ch12/lab.yaml';
export interface OpenLab {
  readonly plan: Plan;
  readonly drivers: Drivers;
  /** Which supply the lab is made of, and why, as one line. */
  readonly chosen: string;
}

/** The folder for what can be made again. */
export function cacheFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'eastwest');
}

/** What of the command line decides what a lab is made of. */
export interface LabOptions {
  readonly lab: string;
  readonly supply: string;
  readonly istio?: string;
  readonly registryMirror?: readonly string[];
  readonly toolsMirror?: string;
  readonly toolsCa?: string;
  readonly catalog?: string;
}

/**
 * How far to look for the supply that `auto` takes: not at all, at the engine of this machine, or also whether
 * a registry answers, which may take two seconds.
 */
export type Look = 'nothing' | 'engine' | 'network';

/** What the lab file declares. */
export function labOf({lab}: Pick<LabOptions, 'lab'>): Lab {
  return readLab(labFile(lab));
}

/** Reads the lab file, chooses the supply, works out the plan and makes the drivers. Changes nothing. */
export async function openLab(options: LabOptions, look: Look = 'engine'): Promise<OpenLab> {
  const read = labOf(options);
  const docker = await dockerFor(look);
  const notes = await notesOf(read, docker);
  const istio = madeWith(options.istio ?? read.versions.istio, notes, read.clusters.length);
  const lab = {...read, versions: {...read.versions, istio}};
  const cache = cacheFolder();
  const folders = {
    images: join(PACKAGE_FOLDER, 'images'),
    workloads: join(PACKAGE_FOLDER, 'build/workloads'),
    cache,
  };
  const mirrors = {registry: options.registryMirror ?? [], tools: options.toolsMirror};
  const request = {
    lab: lab.name,
    versions: lab.versions,
    folders,
    mirrors,
    catalog: resolve(options.catalog ?? join(PACKAGE_FOLDER, 'images/registry/catalog.yaml')),
    host: {platform: process.platform, arch: process.arch},
  };
  const downloads = httpsDownloads(systemClock, {...USUAL_DOWNLOADS, ca: caOf(options)});
  const looks: ChoiceLooks = {
    docker: options.supply === 'source' ? undefined : docker,
    ...(look === 'network' ? {reach: () => registryAnswers(mirrors, downloads)} : {}),
  };
  const {supplied, why} = await chooseSupply(options.supply, request, looks);
  const work = process.cwd();
  const made = makePlan(lab, supplied, {work, certs: join(work, 'certs', lab.name)});
  const plan = asNoted(made, notes);
  return {plan, drivers: driversFor(plan, downloads), chosen: `supply ${supplied.supply}: ${why}`};
}

/** The engine of this machine; undefined where none answers, or none is to be asked. */
async function dockerFor(look: Look): Promise<Docker | undefined> {
  if (look === 'nothing') return undefined;
  const docker = dockerEngine();
  return (await engineAnswers(docker)) ? docker : undefined;
}

/** What the nodes of the lab say of their mesh. */
async function notesOf({name, clusters}: Lab, docker: Docker | undefined): Promise<MeshNotes> {
  if (docker === undefined) return new Map();
  const nodes = clusters.map((cluster) => ({name: cluster.name, node: nodeName(cluster.name)}));
  return readNotes({lab: name, clusters: nodes}, docker);
}

function caOf({toolsCa}: LabOptions): string | undefined {
  if (toolsCa === undefined) return undefined;
  try {
    const files = [toolsCa, ...[process.env['NODE_EXTRA_CA_CERTS'] ?? []].flat()];
    return [...rootCertificates, ...files.map((file) => readFileSync(file, 'utf8'))].join('\n');
  } catch (cause) {
    throw new EastwestError(`--tools-ca ${toolsCa} cannot be read: ${messageOf(cause)}`, {
      code: 'SUPPLY-NO-CA',
      exitCode: EXIT.usage,
      cause,
    });
  }
}

function driversFor(plan: Plan, downloads: Downloads): Drivers {
  const processes = systemProcesses;
  const {supplied} = plan;
  const istioctlAt = (program: string): Istioctl => istioctlCli(processes, program);
  return {
    clock: systemClock,
    processes,
    docker: dockerEngine(),
    loginFor: dockerLogins(processes),
    downloads,
    kubeFor: clusterKubes(),
    kind: kindCli(processes, supplied.tools.kind),
    // `down` must not fail for a tool that it does not need.
    istioctl: istioctlAt(istioctlIn(plan, latestOf(plan)) ?? supplied.tools.istioctl),
    istioctlAt,
    http: systemHttp(systemClock),
  };
}

/** The default lab comes with the package, for those who have no clone of it. */
function labFile(file: string): string {
  return file === DEFAULT_LAB && !existsSync(resolve(file)) ? join(PACKAGE_FOLDER, file) : file;
}
