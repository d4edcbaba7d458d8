/**
 * What the proxies of a mesh must be told that may ask nobody outside, as an IstioOperator that is laid over the lab's:
 * that they are in no cloud. Each looks for one otherwise as it starts, at 169.254.169.254.
 */
export const offlineOperator = {
  apiVersion: 'install.istio.io/v1alpha1',
  kind: 'IstioOperator',
  spec: {meshConfig: {defaultConfig: {proxyMetadata: {CLOUD_PLATFORM: 'none'}}}},
} as const;
