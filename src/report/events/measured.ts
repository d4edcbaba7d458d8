import type {Measured} from '../../scenario/measured.js';

/** A certificate as it was presented or found; times are ISO 8601. */
export interface ReportCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly sans: readonly string[];
  readonly isCa: boolean;
  readonly pathLength?: number | undefined;
}

/** Certificates from the leaf to the root. */
export interface CertificateChain {
  readonly name: string;
  readonly certificates: readonly ReportCertificate[];
}

/** Who may call what: computed from the policies, and as it was measured. */
export interface TruthRow {
  /** The caller's. */
  readonly cluster: string;
  readonly caller: string;
  readonly callee: string;
  readonly expected: string;
  readonly measured: string;
}

/** Every kind of measurement that a report knows how to show; of others it shows the judgement alone. */
export type ReportMeasured =
  | Measured
  | {readonly kind: 'certificates'; readonly chains: readonly CertificateChain[]}
  | {readonly kind: 'truthTable'; readonly rows: readonly TruthRow[]};
