import {stockEnvoyNeeds} from './needs.js';
import {stockEnvoyFilter} from './envoy-filter.js';

/**
 * What istiod must be told when the proxies are stock Envoy, as an IstioOperator that is laid over the lab's: no filters
 * of Istio's own, and ejection of the last host of a set.
 *
 * - `telemetry` brings the filter for Istio's metrics, by an EnvoyFilter (templates/telemetryv2_1.1x.yaml of the chart
 *   istio-discovery, 1.16 and 1.17) or by the mesh's default provider (templates/_helpers.tpl, from 1.18 on).
 * - Envoys newer than Istio 1.17's keep at least the share that max_ejection_percent leaves, so of two hosts none would
 *   ever be ejected at the default of 10 %.
 */
export function stockEnvoyOperator(istio: string) {
  const {settings} = stockEnvoyNeeds(istio);
  return {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    spec: {
      values: {
        pilot: {env: Object.fromEntries(settings.map((name) => [name, 'false']))},
        telemetry: {enabled: false},
      },
      meshConfig: {
        defaultConfig: {runtimeValues: {'outlier_detection.max_ejection_percent': '100'}},
      },
    },
  };
}

/** What a mesh of stock Envoys with this Istio cannot show, and what is installed for them; reports say so. */
export function stockEnvoyLimits(istio: string): string {
  const filter = stockEnvoyFilter([istio]);
  const installed = [
    ...(filter === undefined ? [] : [`EnvoyFilter ${filter.metadata.name}`]),
    'two istiod settings',
    'one runtime value',
  ];
  return `stock Envoy in place of istio-proxy: no istio_* metrics, no Kiali graph; installed for it: ${installed.join(', ')}`;
}
