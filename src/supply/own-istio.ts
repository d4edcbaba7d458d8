import type {Supplied} from '../plan/plan.js';

/** The one version of Istio that a lab of this supply is made with; its images lie in the node image. */
export function ownIstio(version: string, istioctl: string): Supplied['istio'] {
  const images = {
    pilot: `docker.io/istio/pilot:${version}`,
    proxyv2: `docker.io/istio/proxyv2:${version}`,
  };
  return {[version]: {version, istioctl, images}};
}
