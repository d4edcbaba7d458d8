/** Where Istio's manifests look for its images, unless they are told otherwise. */
export const ISTIO_HUB = 'docker.io/istio';

/** The images of a version of Istio that run in clusters: istiod, and the proxy with its agent. */
export interface IstioImages {
  readonly pilot: string;
  readonly proxyv2: string;
}

/** What Istio's manifests call them. */
export function istioReferences(version: string): IstioImages {
  return {pilot: `${ISTIO_HUB}/pilot:${version}`, proxyv2: `${ISTIO_HUB}/proxyv2:${version}`};
}
