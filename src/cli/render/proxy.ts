import {stockEnvoyLimits} from '../../mesh/index.js';
import type {Plan} from '../../plan/plan.js';

/** Which proxy and supply was measured; every status and report says it. */
export function proxyText(plan: Plan): string {
  const {proxy, supply} = plan.supplied;
  const note = stockEnvoyNote(plan);
  const name = note === undefined ? 'istio-proxy' : 'Envoy';
  const sure = proxy.expected === true ? ' expected; its image is not here yet' : '';
  return `supply ${supply}, proxy ${name} ${proxy.version}${sure}${note === undefined ? '' : ` (${note})`}`;
}

/** What was installed for stock Envoy, and what it cannot show; undefined with Istio's own proxy. */
export function stockEnvoyNote({
  supplied,
  versions,
}: Pick<Plan, 'supplied' | 'versions'>): string | undefined {
  return supplied.proxy.kind === 'stock-envoy' ? stockEnvoyLimits(versions.istio) : undefined;
}
