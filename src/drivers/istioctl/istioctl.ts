export type ProxyConfigKind = 'listener' | 'route' | 'cluster' | 'endpoint' | 'secret' | 'bootstrap';

export interface InstallOptions {
  readonly kubeconfig: string;
  /** IstioOperator files, later ones over earlier ones. */
  readonly files: readonly string[];
  readonly set: readonly string[];
  readonly signal: AbortSignal;
}

/** istioctl, at the path that the supply gives. */
export interface Istioctl {
  install(options: InstallOptions): Promise<void>;
  /** The manifest that `install` would apply, as YAML; needs no cluster. */
  manifest(files: readonly string[], set: readonly string[], signal: AbortSignal): Promise<string>;
  /** `proxy-config KIND TARGET -o json`, parsed; TARGET as `deploy/name.namespace`. */
  proxyConfig(
    kubeconfig: string,
    kind: ProxyConfigKind,
    target: string,
    signal: AbortSignal,
  ): Promise<unknown>;
  /** The rows of `proxy-status`, header first, split into cells. */
  proxyStatus(kubeconfig: string, signal: AbortSignal): Promise<readonly (readonly string[])[]>;
  /** The Secret that lets other control planes read this cluster, as YAML. */
  createRemoteSecret(kubeconfig: string, name: string, server: string, signal: AbortSignal): Promise<string>;
}
