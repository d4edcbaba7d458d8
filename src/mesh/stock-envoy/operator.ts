/**
 * What istiod must be told when the proxies are stock Envoy, as an IstioOperator that is laid over the lab's:
 * no filters of Istio's own (metadata exchange, ALPN, telemetry), and ejection of the last host of a set.
 * Envoys newer than Istio 1.17's keep at least the share that max_ejection_percent leaves, so of two hosts
 * none would ever be ejected at the default of 10 %.
 */
export const stockEnvoyOperator = {
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  spec: {
    values: {
      pilot: {env: {PILOT_ENABLE_METADATA_EXCHANGE: 'false', PILOT_ENABLE_ALPN_FILTER: 'false'}},
      telemetry: {enabled: false},
    },
    meshConfig: {
      defaultConfig: {runtimeValues: {'outlier_detection.max_ejection_percent': '100'}},
    },
  },
} as const;

/** What a mesh of stock Envoys cannot show; reports say so. */
export const STOCK_ENVOY_LIMITS =
  'stock Envoy in place of istio-proxy: no istio_* metrics, no Kiali graph; installed for it: EnvoyFilter stock-envoy, two istiod settings, one runtime value';
