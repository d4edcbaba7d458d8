/** What the checks read of this machine, so that tests can give them any machine. */
export interface Host {
  /** As Node names it: `linux`, `darwin`, … */
  readonly platform: string;
  /** As Node names it: `x64`, `arm64`, … */
  readonly arch: string;
  /** User id; -1 where the platform has none. */
  readonly uid: number;
  /** Cores that this process may use. */
  readonly cpus: number;
  /** Value of DOCKER_HOST. */
  readonly dockerHost: string | undefined;
  /** The environment of this program. */
  readonly env: Readonly<Record<string, string | undefined>>;
  memory(): Promise<Memory>;
  /** Undefined where there is no such file, or it may not be read. */
  readFile(path: string): Promise<string | undefined>;
  exists(path: string): Promise<boolean>;
  /** True when we may read and write what is at the path. */
  usable(path: string): Promise<boolean>;
  /** The file system that a path lies on, or would lie on. */
  disk(path: string): Promise<Disk>;
  /** True when the TCP port can be bound on 127.0.0.1. */
  portFree(port: number): Promise<boolean>;
  /** True when a process accepts connections on the Unix socket. */
  socketAnswers(path: string): Promise<boolean>;
  /** No error where it is not there. */
  removeFile(path: string): Promise<void>;
  /** Renames; what was at the target is replaced at once. */
  moveFile(from: string, to: string): Promise<void>;
}

export interface Memory {
  readonly totalBytes: number;
  /** Undefined where the platform does not tell it. */
  readonly availableBytes: number | undefined;
}

export interface Disk {
  readonly freeBytes: number;
  /** Equal for two paths on one file system. */
  readonly device: number;
}
