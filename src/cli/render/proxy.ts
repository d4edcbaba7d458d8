import {STOCK_ENVOY_LIMITS} from '../../mesh/index.js';
import type {Plan, Supplied} from '../../plan/plan.js';

/** Which proxy and supply was measured; every status and report says it. */
export function proxyText({supplied}: Plan): string {
  const {proxy, supply} = supplied;
  const note = stockEnvoyNote(supplied);
  const name = note === undefined ? 'istio-proxy' : 'Envoy';
  const sure = proxy.expected === true ? ' expected; its image is not here yet' : '';
  return `supply ${supply}, proxy ${name} ${proxy.version}${sure}${note === undefined ? '' : ` (${note})`}`;
}

/** What was installed for stock Envoy, and what it cannot show; undefined with Istio's own proxy. */
export function stockEnvoyNote({proxy}: Supplied): string | undefined {
  return proxy.kind === 'stock-envoy' ? STOCK_ENVOY_LIMITS : undefined;
}
