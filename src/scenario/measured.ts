import type {KubeObject} from '../drivers/kube/kube.js';

/** One call, as the caller in the container prints it. */
export interface Call {
  /** When it was issued, in milliseconds since 1970 by the host's clock. */
  readonly at: number;
  /** 0 where no status line came. */
  readonly status: number;
  /** From issue to the last byte. */
  readonly ms: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly error?: string | undefined;
  /** Whether it went over a connection that an earlier call had opened. */
  readonly reused: boolean;
}

/** One host of a cluster of Envoy's. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
  /** 0 is used first; Envoy leaves it out for 0. */
  readonly priority: number;
  readonly weight: number;
  readonly locality: {readonly region: string; readonly zone: string};
  /** What the control plane says of it, `HEALTHY`, `UNHEALTHY`, … */
  readonly health: string;
  /** Whether Envoy itself has ejected it for its answers. */
  readonly outlier: 'OK' | 'FAILED';
}

/** What a probe has measured; `kind` says which expectations can judge it. */
export type Measured =
  | {readonly kind: 'calls'; readonly calls: readonly Call[]; readonly answers: readonly string[]}
  | {readonly kind: 'endpoints'; readonly endpoints: readonly Endpoint[]}
  | {readonly kind: 'names'; readonly names: readonly string[]}
  | {readonly kind: 'object'; readonly object: KubeObject | undefined}
  | {readonly kind: 'output'; readonly exitCode: number; readonly stdout: string; readonly stderr: string}
  | {readonly kind: 'proxies'; readonly proxies: readonly ProxySync[]};

/** How far a proxy has what its control plane has sent. */
export interface ProxySync {
  readonly proxy: string;
  readonly states: readonly string[];
}
