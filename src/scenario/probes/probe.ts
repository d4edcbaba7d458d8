import type {z} from 'zod';
import type {KubeObject} from '../../drivers/kube/kube.js';
import type {Bench} from '../bench.js';

/** One call, as the caller in the container prints it. */
export interface Call {
  /** 0 where no status line came. */
  readonly status: number;
  /** From issue to the last byte. */
  readonly ms: number;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly error?: string | undefined;
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

/** One kind of measurement. `V` is what stands under its key in a scenario. */
export interface Probe<V> {
  readonly schema: z.ZodType<V>;
  readonly gives: Measured['kind'];
  /** In a few words, e.g. `20 calls from mypc to simple-backend.istioinaction.io by way of west`. */
  title(value: V): string;
  measure(value: V, bench: Bench): Promise<Measured>;
}
