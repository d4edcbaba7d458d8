import {EastwestError, EXIT} from '../../base/errors.js';
import {versionsText} from '../../base/version.js';
import type {Versions} from '../../lab/lab.js';
import type {Catalog, Download, Platform} from './catalog-schema.js';

/** An image to pull. */
export interface ImagePin {
  /** Short name, for steps and local tags. */
  readonly name: string;
  /** What manifests call it, e.g. `docker.io/istio/pilot:1.17.8`. */
  readonly reference: string;
  /** What must come; without one the tag is believed. */
  readonly digest: string | undefined;
}

/** A file to fetch: verified by the sum, or else against the publisher's checksum file. */
export interface FilePin {
  readonly name: string;
  readonly url: string;
  readonly sha256: string | undefined;
  readonly checksum: string | undefined;
}

/** All that a lab of these versions is made of, but the images that Istio's release names by itself. */
export interface Selection {
  readonly platform: Platform;
  readonly kindVersion: string;
  readonly node: ImagePin;
  readonly pods: readonly ImagePin[];
  /** The image of istiod; one of `pods`. */
  readonly pilot: ImagePin;
  /** The image of Istio's proxy; one of `pods`. */
  readonly proxy: ImagePin;
  /** The image that the program `node` of the workloads is taken from. */
  readonly program: ImagePin;
  readonly kind: FilePin;
  readonly kubectl: FilePin;
  /** Istio's release for this machine. */
  readonly release: FilePin;
  /** Istio's release whose istioctl runs in the nodes, where this machine is no Linux. */
  readonly nodeRelease: FilePin | undefined;
  readonly metallb: FilePin;
}

/** What the catalog has for these versions on this platform. Pure. */
export function select(catalog: Catalog, versions: Versions, platform: Platform): Selection {
  const istio = own(catalog.istio.versions, versions.istio);
  const kubernetes = own(catalog.kubernetes.versions, versions.kubernetes);
  const metallb = own(catalog.metallb.versions, versions.metallb);
  const kind = kubernetes && own(catalog.kindRelease.versions, kubernetes.kind);
  if (istio === undefined || kubernetes === undefined || metallb === undefined) {
    throw unknown(catalog, versions);
  }
  if (kind === undefined) {
    throw new EastwestError(
      `the catalog has no kind ${kubernetes.kind}, which Kubernetes ${versions.kubernetes} names`,
      {
        code: 'CATALOG-BAD',
        exitCode: EXIT.usage,
      },
    );
  }
  const pin = (name: string, template: string, version: string, digest: string | undefined): ImagePin => ({
    name,
    reference: template.replaceAll('{version}', version),
    digest,
  });
  const pilot = pin('pilot', catalog.istio.images.pilot, versions.istio, istio.digests?.pilot);
  const proxy = pin('proxy', catalog.istio.images.proxy, versions.istio, istio.digests?.proxy);
  const release = (on: Platform): FilePin =>
    filePin('istio', catalog.istio.release, versions.istio, on, istio.sha256?.[on]);
  const onNode: Platform = platform.endsWith('arm64') ? 'linux-arm64' : 'linux-amd64';
  const {images} = catalog.metallb;
  return {
    platform,
    kindVersion: kubernetes.kind,
    node: pin('node', catalog.kubernetes.node, versions.kubernetes, kubernetes.digest),
    pilot,
    proxy,
    pods: [
      pilot,
      proxy,
      pin('metallb-controller', images.controller, versions.metallb, metallb.digests?.controller),
      pin('metallb-speaker', images.speaker, versions.metallb, metallb.digests?.speaker),
    ],
    program: {name: 'program', reference: catalog.node.image, digest: catalog.node.digest},
    kind: filePin('kind', catalog.kindRelease, kubernetes.kind, platform, kind.sha256?.[platform]),
    kubectl: filePin(
      'kubectl',
      catalog.kubernetes.kubectl,
      versions.kubernetes,
      platform,
      kubernetes.sha256?.[platform],
    ),
    release: release(platform),
    nodeRelease: onNode === platform ? undefined : release(onNode),
    metallb: filePin('metallb', catalog.metallb.manifest, versions.metallb, platform, metallb.sha256),
  };
}

/** A version may be called like something that every object has, e.g. `toString`. */
function own<T>(all: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(all, key) ? all[key] : undefined;
}

function filePin(
  name: string,
  {url, checksum, platforms}: Download,
  version: string,
  platform: Platform,
  sha256: string | undefined,
): FilePin {
  const [os = '', arch = ''] = platform.split('-');
  const filled = (template: string): string =>
    template
      .replaceAll('{version}', version)
      .replaceAll('{os}', os)
      .replaceAll('{arch}', arch)
      .replaceAll('{platform}', platforms?.[platform] ?? platform);
  return {name, url: filled(url), sha256, checksum: checksum === undefined ? undefined : filled(checksum)};
}

function unknown(catalog: Catalog, versions: Versions): EastwestError {
  const wrong = (['istio', 'kubernetes', 'metallb'] as const).filter(
    (what) => !Object.hasOwn(catalog[what].versions, versions[what]),
  );
  const found = wrong.map((what) => {
    const known = versionsText(versions[what], Object.keys(catalog[what].versions));
    return `${what} ${versions[what]} (it has ${known})`;
  });
  return new EastwestError(`the registry supply does not have ${found.join(', ')}`, {
    code: 'SUPPLY-UNKNOWN-VERSION',
    hint: 'change spec.versions in the lab file, or add a line to a copy of images/registry/catalog.yaml and name it with --catalog',
    exitCode: EXIT.usage,
  });
}
