import type {ScenarioResult, Verdict} from '../scenario/result.js';
import type {RunReport} from './report.js';

export type Totals = Readonly<Record<Verdict, number>>;

export function totalsOf(results: readonly ScenarioResult[]): Totals {
  const count = (verdict: Verdict): number => results.filter((result) => result.verdict === verdict).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('skipped'),
    interrupted: count('interrupted'),
  };
}

/** `5 passed, 1 failed`; what is zero is left out, but for passed and failed. */
export function totalsText({passed, failed, skipped, interrupted}: Totals): string {
  const more = [skipped > 0 ? `${skipped} skipped` : '', interrupted > 0 ? `${interrupted} interrupted` : ''];
  return [`${passed} passed`, `${failed} failed`, ...more].filter((part) => part !== '').join(', ');
}

/** Which proxy was measured and where it came from: no number in a report means anything without it. */
export function measuredText({measured: {supply, proxy, note}}: Pick<RunReport, 'measured'>): string {
  const whose =
    proxy.kind === 'istio-proxy'
      ? "Istio's own proxy"
      : "Envoy as its project publishes it, not Istio's build";
  return `measured: ${proxy.kind} ${proxy.version} (${whose}), supply ${supply}${note === undefined ? '' : `; ${note}`}`;
}
