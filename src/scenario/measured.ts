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

/** A port that a proxy listens on, and where its filter chains lead. */
export interface Listener {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** A chain is chosen by the name in the TLS ClientHello, where it has such names; `cluster` is empty for HTTP. */
  readonly chains: readonly {readonly sni: readonly string[]; readonly cluster: string}[];
}

/** One virtual host of a proxy's HTTP routes. */
export interface Route {
  /** Name of the route configuration, e.g. `http.8080`. */
  readonly name: string;
  readonly domains: readonly string[];
  /** Envoy clusters that it sends calls to. */
  readonly clusters: readonly string[];
  /** How often a call is tried again at most; the largest of its routes. */
  readonly retries: number;
}

/** A line of a container's log. */
export interface LogLine {
  /** `west/webapp/istio-proxy`. */
  readonly of: string;
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

/** What a proxy wrote into its access log for one request, or for one connection that it passed through. */
export interface AccessEntry {
  /** `west/webapp`. */
  readonly at: string;
  /** `-` for a connection. */
  readonly method: string;
  readonly path: string;
  readonly code: number;
  /** Envoy's own words for what went wrong, `-` where nothing did. */
  readonly flags: string;
  /** Why the answer, or a connection's end, is what it is, e.g. `via_upstream`; `-` where nothing is told. */
  readonly details: string;
  readonly forwardedFor: string;
  readonly requestId: string;
  readonly authority: string;
  readonly upstreamHost: string;
  readonly upstreamCluster: string;
  readonly caller: string;
  readonly sni: string;
}

/** What one proxy tells of one request in a trace. */
export interface Span {
  /** Of the lab: whose Jaeger has it. */
  readonly cluster: string;
  /** `webapp.istioinaction`. */
  readonly service: string;
  readonly operation: string;
  /** Of HTTP, as the proxy wrote it; empty where there is none, as in the next. */
  readonly status: string;
  readonly upstreamCluster: string;
}

/** A TCP connection in a capture, as far as it is told: never what it carried. */
export interface Connection {
  /** `address:port`. */
  readonly client: string;
  readonly server: string;
  readonly packets: number;
  /** Of payload, both directions. */
  readonly bytes: number;
  /** TLS records, where both directions are nothing but such records. */
  readonly tlsRecords?: number;
  /** The server's name in the ClientHello, where that was captured. */
  readonly sni?: string;
  /** HTTP requests that could be read. */
  readonly requests: readonly PlainRequest[];
}

/** An HTTP request that anybody on the wire could read. */
export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly forwardedFor: string;
}

/** Who may call whom: what the policies say and what came of it. */
export interface TruthRow {
  /** The caller's cluster. */
  readonly cluster: string;
  readonly caller: string;
  /** `east/simple-backend`. */
  readonly callee: string;
  readonly expected: 'allow' | 'deny';
  /** `allow`, `deny`, or what else was answered. */
  readonly measured: string;
}

/** What a probe has measured; `kind` says which expectations can judge it. */
export type Measured =
  | {readonly kind: 'calls'; readonly calls: readonly Call[]; readonly answers: readonly string[]}
  | {readonly kind: 'endpoints'; readonly endpoints: readonly Endpoint[]}
  | {
      readonly kind: 'names';
      readonly names: readonly string[];
      /** Of Envoy clusters, the server's name that their connections ask for, where they have one. */
      readonly sni?: Readonly<Record<string, string>>;
    }
  | {readonly kind: 'object'; readonly object: KubeObject | undefined}
  | {readonly kind: 'output'; readonly exitCode: number; readonly stdout: string; readonly stderr: string}
  | {readonly kind: 'proxies'; readonly proxies: readonly ProxySync[]}
  | {readonly kind: 'listeners'; readonly listeners: readonly Listener[]}
  | {readonly kind: 'routes'; readonly routes: readonly Route[]}
  | {readonly kind: 'logs'; readonly lines: readonly LogLine[]}
  | {readonly kind: 'trail'; readonly requestId: string; readonly entries: readonly AccessEntry[]}
  | {readonly kind: 'trace'; readonly traceId: string; readonly spans: readonly Span[]}
  | {readonly kind: 'packets'; readonly connections: readonly Connection[]; readonly caller: string}
  | {readonly kind: 'truthTable'; readonly rows: readonly TruthRow[]}
  | {readonly kind: 'certificates'; readonly chains: readonly CertificateChain[]}
  | {readonly kind: 'secret'; readonly secret: SecretFacts | undefined}
  | {readonly kind: 'objects'; readonly objects: readonly KubeObject[]}
  | {readonly kind: 'access'; readonly answers: readonly AccessAnswer[]};

/** How far a proxy has what its control plane has sent. */
export interface ProxySync {
  readonly proxy: string;
  readonly states: readonly string[];
  /** Istio's name for its cluster. */
  readonly cluster: string;
  /** Of its agent, e.g. `1.17.5`. */
  readonly version: string;
  /** The same states by type, e.g. `{CDS: SYNCED, RDS: NOT SENT}`. */
  readonly sync: Readonly<Record<string, string>>;
}

/** Certificates as they stand in one place, the first signed by the second, and so on. */
export interface CertificateChain {
  /** Cluster and place, e.g. `west default` (a proxy's own), `west ROOTCA`, `east ca-cert.pem`. */
  readonly name: string;
  readonly certificates: readonly Certificate[];
}

/** What is public in a certificate. */
export interface Certificate {
  /** Empty for a workload: its name is the SAN. */
  readonly subject: string;
  readonly issuer: string;
  /** Hexadecimal. */
  readonly serial: string;
  /** ISO 8601. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly lifetimeHours: number;
  /** `URI:spiffe://…`, `DNS:…`. */
  readonly sans: readonly string[];
  readonly isCa: boolean;
  /** How many CAs may follow below; absent where it is not limited. */
  readonly pathLength?: number;
  readonly keyUsage: readonly string[];
  /** SHA-256 of the whole certificate. */
  readonly fingerprint: string;
  readonly selfSigned: boolean;
  /** Whether the next one in the chain has signed it; the last one, itself. */
  readonly signed: boolean;
}

/** What may be told of a Secret: never a value of it. */
export interface SecretFacts {
  readonly type: string;
  readonly keys: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** By key, of those values that are kubeconfigs. */
  readonly kubeconfigs: Readonly<Record<string, KubeconfigFacts>>;
}

/** What a kubeconfig says, without its credentials. */
export interface KubeconfigFacts {
  readonly context: string;
  readonly cluster: string;
  readonly server: string;
  readonly ca: {
    readonly subject: string;
    /** The cluster of the lab whose CA it is, or ''. */
    readonly of: string;
  };
  /** Whom its token speaks for, e.g. `system:serviceaccount:istio-system:reader`. */
  readonly token: {readonly subject: string};
}

export interface AccessAnswer {
  /** `list pods`. */
  readonly action: string;
  readonly allowed: boolean;
}
