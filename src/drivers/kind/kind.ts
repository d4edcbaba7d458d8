export interface KindCreate {
  readonly name: string;
  /** kind's Cluster configuration, as YAML. */
  readonly config: string;
  readonly image: string;
  readonly network: string;
  /** Names and ranges that the node must reach past a proxy of the environment, where there is one. */
  readonly direct: readonly string[];
  /** File that gets the kubeconfig. */
  readonly kubeconfig: string;
  readonly signal: AbortSignal;
}

/** kind, at the path that the supply gives. */
export interface Kind {
  create(options: KindCreate): Promise<void>;
  /** The kubeconfig of a cluster, for use from the host. */
  kubeconfig(name: string, signal: AbortSignal): Promise<string>;
}
