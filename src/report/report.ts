import type {ScenarioResult} from '../scenario/result.js';

/** Everything that the reports of one run are made from. */
export interface RunReport {
  /** Name of the run's folder. */
  readonly id: string;
  readonly lab: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly seconds: number;
  /** False for a run that was killed before its end. */
  readonly finished: boolean;
  readonly versions: Readonly<Record<string, string>>;
  /** Where the lab's parts came from, and which proxy was measured. */
  readonly measured: {
    readonly supply: string;
    readonly proxy: {readonly kind: 'istio-proxy' | 'stock-envoy'; readonly version: string};
    /** What was installed for this proxy, and what it cannot show. */
    readonly note?: string;
  };
  readonly results: readonly ScenarioResult[];
}
