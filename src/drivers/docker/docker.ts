import type {Readable} from 'node:stream';

export type Labels = Readonly<Record<string, string>>;

export interface ContainerInfo {
  readonly id: string;
  readonly name: string;
  readonly running: boolean;
  /** True while all its processes are frozen; it counts as running. */
  readonly paused?: boolean;
  /** When it was last started, in milliseconds since 1970; to be thawed is no start. */
  readonly startedAtMs?: number;
  /** Id (`sha256:…`) of the image that it was made from. */
  readonly imageId: string;
  readonly labels: Labels;
  /** IPv4 address by docker network name. */
  readonly addresses: Readonly<Record<string, string>>;
  /** IPv4 address of the host by docker network name, as the container has it for its way out; none unless it runs. */
  readonly gateways?: Readonly<Record<string, string>>;
}

export interface NetworkInfo {
  readonly id: string;
  readonly name: string;
  readonly labels: Labels;
  /** IPv4 subnet in CIDR form. */
  readonly subnet: string;
}

export interface ImageInfo {
  readonly id: string;
  readonly tags: readonly string[];
  readonly labels: Labels;
  readonly sizeBytes: number;
  /** What registries know it by, as `REPOSITORY@sha256:…`; left out where there is none. */
  readonly digests?: readonly string[];
}

/** What an image is made of, by digests: two images of the same content say the same here. */
export interface ImageContent {
  readonly id: string;
  /** As Go names them, e.g. `linux` and `amd64`. */
  readonly os: string;
  readonly architecture: string;
  /** Digests of its unpacked layers, the lowest first. */
  readonly layers: readonly string[];
  /** Size of its unpacked layers together. */
  readonly bytes: number;
}

export interface EngineInfo {
  readonly version: string;
  readonly rootDir: string;
  readonly cgroupDriver: string;
  readonly defaultRuntime: string;
  /** What its containers run on, as Go names it, e.g. `linux` and `amd64`. */
  readonly platform: {readonly os: string; readonly architecture: string};
  readonly cpus: number;
  readonly memoryBytes: number;
}

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly labels: Labels;
  /** A network's name, or `container:NAME` for that container's own. */
  readonly network?: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly privileged?: boolean;
  readonly capabilities?: readonly string[];
  readonly restart?: 'unless-stopped' | 'no';
  /** Its share of the CPU where there is not enough for all; others have 1024. */
  readonly cpuShares?: number;
  /** The image's own unless given. */
  readonly stopSignal?: 'SIGKILL';
  /** The engine removes it as soon as it ends. */
  readonly autoRemove?: boolean;
  /** `host:container[:ro]`. */
  readonly binds?: readonly string[];
}

/** As the engine takes it; it goes nowhere else. */
export type Login =
  | {readonly username: string; readonly password: string; readonly serveraddress: string}
  | {readonly identitytoken: string; readonly serveraddress: string};

/** The login that this user has for a registry (`HOST[:PORT]`), if there is one. */
export type LoginFor = (registry: string, signal: AbortSignal) => Promise<Login | undefined>;

export interface PullProgress {
  readonly gotBytes: number;
  /** Grows as layers begin. */
  readonly totalBytes: number;
}

export interface PullRequest {
  /** With its registry. */
  readonly repository: string;
  /** A tag, or a digest `sha256:…`. */
  readonly version: string;
  /** `linux/amd64`, `linux/arm64`. */
  readonly platform: string;
  readonly login: Login | undefined;
  readonly signal: AbortSignal;
  /** How long the engine may say nothing. */
  readonly silenceMs: number;
  readonly onProgress?: (progress: PullProgress) => void;
}

export interface ExecResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The Docker engine. Look-ups answer undefined for what is not there; every other failure is a DOCKER-… error. */
export interface Docker {
  info(signal: AbortSignal): Promise<EngineInfo | undefined>;
  container(name: string): Promise<ContainerInfo | undefined>;
  /** Also stopped ones; those that carry all the labels. */
  containers(labels: Labels): Promise<readonly ContainerInfo[]>;
  startContainer(name: string): Promise<void>;
  /**
   * Gives a container that does not run this address in the network from its next start on; without an address the
   * engine chooses one at each start. Only where the network's subnet was not chosen by the engine itself.
   */
  placeContainer(name: string, network: string, address?: string): Promise<void>;
  /** Asks its first process to end, and ends it after so many seconds; no error where it does not run. */
  stopContainer(name: string, graceSeconds: number): Promise<void>;
  /** Freezes all its processes. */
  pauseContainer(name: string): Promise<void>;
  unpauseContainer(name: string): Promise<void>;
  createContainer(spec: ContainerSpec): Promise<void>;
  /** With its anonymous volumes. */
  removeContainer(name: string): Promise<void>;
  /** Processor time that all in it have used since it was started, in seconds; undefined where it does not run. */
  processorSeconds(
    name: string,
    options: {signal: AbortSignal; timeoutMs: number},
  ): Promise<number | undefined>;
  exec(
    container: string,
    command: readonly string[],
    options: {signal: AbortSignal; timeoutMs: number},
  ): Promise<ExecResult>;
  /** Reads one file out of a container, running or not; undefined where there is none. */
  readFile(container: string, path: string): Promise<string | undefined>;
  /** Writes files into a container, running or not; paths are absolute. All may read them unless a mode is given. */
  writeFiles(container: string, files: Readonly<Record<string, string>>, mode?: number): Promise<void>;
  network(name: string): Promise<NetworkInfo | undefined>;
  networks(labels: Labels): Promise<readonly NetworkInfo[]>;
  createNetwork(name: string, labels: Labels, subnet?: string): Promise<void>;
  removeNetwork(name: string): Promise<void>;
  image(reference: string): Promise<ImageInfo | undefined>;
  images(labels: Labels): Promise<readonly ImageInfo[]>;
  /** Resolves to the image's id; rejects with DOCKER-PULL-FAILED, in the engine's own words. */
  pullImage(request: PullRequest): Promise<string>;
  tagImage(reference: string, repository: string, tag: string): Promise<void>;
  removeImage(reference: string): Promise<void>;
  /** Makes an image that differs from `from` by labels only, and by its entrypoint where one is given. */
  labelImage(from: string, reference: string, labels: Labels, entrypoint?: readonly string[]): Promise<void>;
  imageContent(reference: string): Promise<ImageContent | undefined>;
  /** Reads text files of an image by way of a container that is never started; leaves out what is not there. */
  readImageFiles(
    image: string,
    paths: readonly string[],
    labels: Labels,
  ): Promise<Readonly<Record<string, string>>>;
  /** Images as the engine's own tar archive; destroying the stream ends it. */
  saveImages(references: readonly string[], signal: AbortSignal): Promise<Readable>;
  /** Takes such an archive in; resolves to ids and references of what was in it. */
  loadImages(archive: Readable, signal: AbortSignal): Promise<readonly string[]>;
  /** The layers of every image, for engines that do not ask again for a layer that they have; else none. */
  keptLayers(): Promise<readonly (readonly string[])[]>;
}
