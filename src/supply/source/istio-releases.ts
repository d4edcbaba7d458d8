import {ISTIO_HUB} from '../istio-images.js';
import {stamp, type GoBuild, type GoPart} from './go-part.js';

/** A version of Istio that the source supply can build. */
export interface IstioRelease {
  readonly part: GoPart;
  /** What the manifests in its samples/addons call the images of the addons. */
  readonly addons: {readonly prometheus: string; readonly configmapReload: string; readonly jaeger: string};
}

const [DISCOVERY, AGENT, ISTIOCTL] = [
  'istio.io/istio/pilot/cmd/pilot-discovery',
  'istio.io/istio/pilot/cmd/pilot-agent',
  'istio.io/istio/istioctl/cmd/istioctl',
];

/** As Makefile.core.mk of each version builds them: the agent does without what only istiod needs. */
const BUILDS: readonly GoBuild[] = [{packages: [DISCOVERY, ISTIOCTL]}, {packages: [AGENT], tags: 'agent'}];

/** The two tags more mean nothing to this version's modules. They stay, since what is built is named by them. */
const BUILDS_OF_1_17: readonly GoBuild[] = [
  {packages: [DISCOVERY], tags: 'vtprotobuf,disable_pgv'},
  {packages: [AGENT], tags: 'agent,disable_pgv'},
  {packages: [ISTIOCTL], tags: 'disable_pgv'},
];

/** Where the programs keep their version: common/scripts/report_build_info.sh of each version says it. */
const PKG = 'istio.io/pkg/version';
const OWN = 'istio.io/istio/pkg/version';

const OLD_PROMETHEUS = {
  prometheus: 'docker.io/prom/prometheus:v2.34.0',
  configmapReload: 'docker.io/jimmidyson/configmap-reload:v0.5.0',
};
const PROMETHEUS = {
  prometheus: 'docker.io/prom/prometheus:v2.41.0',
  configmapReload: 'docker.io/jimmidyson/configmap-reload:v0.8.0',
};
const OLD_JAEGER = {jaeger: 'docker.io/jaegertracing/all-in-one:1.35'};
const JAEGER = {jaeger: 'docker.io/jaegertracing/all-in-one:1.46'};

/**
 * Releases whose commits the Go module proxy has, the oldest first. Each was compared with its tag in the public
 * repository. Go's checksum database lacks those of 1.19.0 and 1.20.0: their sums stand in go.sum alone.
 */
const RELEASES: readonly IstioRelease[] = [
  {
    part: istioPart('1.16.5', 'v0.0.0-20230519000352-ae8d5164776c', PKG, BUILDS),
    addons: {...OLD_PROMETHEUS, ...OLD_JAEGER},
  },
  {
    part: istioPart('1.17.5', 'v0.0.0-20230719200611-681b4f65a752', PKG, BUILDS_OF_1_17),
    addons: {...OLD_PROMETHEUS, ...OLD_JAEGER},
  },
  {
    part: istioPart('1.18.2', 'v0.0.0-20230721203100-0183f2886bc0', PKG, BUILDS),
    addons: {...PROMETHEUS, ...OLD_JAEGER},
  },
  {
    part: istioPart('1.19.0', 'v0.0.0-20230901023555-3b3ca8ec1632', OWN, BUILDS),
    addons: {...PROMETHEUS, ...JAEGER},
  },
  {
    part: istioPart('1.20.0', 'v0.0.0-20231114065328-6869a6c2371e', OWN, BUILDS),
    addons: {...PROMETHEUS, ...JAEGER},
  },
];

/** The versions, the oldest first. */
export const ISTIO_VERSIONS: readonly string[] = RELEASES.map(({part}) => part.version);

/** The release of a version that is known to be one of these. */
export function istioRelease(version: string): IstioRelease {
  const found = RELEASES.find(({part}) => part.version === version);
  if (found === undefined) throw new RangeError(`the source supply has no Istio ${version}`);
  return found;
}

function istioPart(
  version: string,
  moduleVersion: string,
  versionPackage: string,
  builds: readonly GoBuild[],
): GoPart {
  return {
    name: 'istio',
    version,
    module: 'istio.io/istio',
    moduleVersion,
    builds,
    ldflags: stamp({
      [`${versionPackage}.buildVersion`]: version,
      [`${versionPackage}.buildTag`]: version,
      [`${versionPackage}.buildGitRevision`]: moduleVersion.slice(moduleVersion.lastIndexOf('-') + 1),
      [`${versionPackage}.buildStatus`]: 'Clean',
      [`${versionPackage}.buildHub`]: ISTIO_HUB,
    }),
    keeps: [
      {from: 'tools/packaging/common/envoy_bootstrap.json', to: 'envoy_bootstrap_tmpl.json'},
      {from: 'samples/addons/prometheus.yaml', to: 'prometheus.yaml'},
      {from: 'samples/addons/jaeger.yaml', to: 'jaeger.yaml'},
    ],
  };
}
