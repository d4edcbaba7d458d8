import {posix} from 'node:path';
import {Enums, Models, Serialize, Spec} from '@cyclonedx/cyclonedx-library';
import {PackageURL} from 'packageurl-js';
import {parseReference} from '../../registry/mirrors.js';
import type {DebianPackage} from './debian.js';
import type {GoModule} from './go-mod.js';

/** What is known of the parts of a bundle, and of what they are made from. */
export interface Inventory {
  /** Of this program. */
  readonly version: string;
  readonly images: readonly {
    readonly name: string;
    /** Digest of the image's configuration. */
    readonly id: string;
    /** ID of /usr/lib/os-release, e.g. `debian`. */
    readonly distribution: string;
    /** Undefined where the image has no dpkg to ask. */
    readonly packages: readonly DebianPackage[] | undefined;
  }[];
  /** What is built from Go modules. */
  readonly programs: readonly {
    readonly name: string;
    readonly version: string;
    readonly modules: readonly GoModule[];
  }[];
  readonly wheels: readonly {
    readonly name: string;
    readonly version: string;
    /** Of its files for the platforms, in hexadecimal digits. */
    readonly sha256: readonly string[];
  }[];
  /** Images that were pulled, as `REFERENCE@sha256:…`. */
  readonly pulled: readonly string[];
  /** Files that were fetched from their publishers. */
  readonly files: readonly {
    readonly name: string;
    readonly version: string;
    readonly url: string;
    /** Undefined where the publisher's own checksum file was believed. */
    readonly sha256: string | undefined;
  }[];
}

const {basename, dirname} = posix;
const {Bom, Component, Metadata, Property} = Models;

/** The bill of materials as CycloneDX JSON. It has no time and no serial number, so that it depends on nothing else. */
export function sbomText(inventory: Inventory): Buffer {
  const root = new Component(Enums.ComponentType.Application, 'eastwest-bundle', {
    version: inventory.version,
    bomRef: 'eastwest-bundle',
  });
  const bom = new Bom({metadata: new Metadata({component: root})});
  const known = new Map<string, Models.Component>();
  const component = (ref: string, make: () => Models.Component): Models.Component => {
    const found = known.get(ref) ?? make();
    if (!known.has(ref)) bom.components.add(found);
    known.set(ref, found);
    return found;
  };
  for (const {name, id, distribution, packages} of inventory.images) {
    const image = component(id, () => imageComponent(name, id, packages === undefined));
    root.dependencies.add(image.bomRef);
    for (const one of packages ?? []) {
      const {name: pack, version, architecture} = one;
      const purl = new PackageURL('deb', distribution, pack, version, {arch: architecture}).toString();
      image.dependencies.add(component(purl, () => library(pack, version, purl)).bomRef);
    }
  }
  for (const {name, version, modules} of inventory.programs) {
    const program = component(`${name}@${version}`, () => application(name, version));
    root.dependencies.add(program.bomRef);
    for (const {path, version: at} of modules) {
      const purl = new PackageURL('golang', dirname(path), basename(path), at).toString();
      program.dependencies.add(component(purl, () => library(path, at, purl)).bomRef);
    }
  }
  for (const {name, version, sha256} of inventory.wheels) {
    const purl = new PackageURL('pypi', undefined, name, version).toString();
    const wheel = component(purl, () => library(name, version, purl));
    for (const one of sha256) wheel.properties.add(new Property('eastwest:wheel-sha256', one));
    root.dependencies.add(wheel.bomRef);
  }
  for (const one of inventory.pulled) root.dependencies.add(component(one, () => pulledImage(one)).bomRef);
  for (const file of inventory.files) {
    root.dependencies.add(component(file.url, () => fetchedFile(file)).bomRef);
  }
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return Buffer.from(`${serializer.serialize(bom, {sortLists: true, space: 1})}\n`);
}

function imageComponent(name: string, id: string, untold: boolean): Models.Component {
  const image = new Component(Enums.ComponentType.Container, name, {version: id, bomRef: id});
  if (untold) image.properties.add(new Property('eastwest:packages', 'not listed: the image has no dpkg'));
  return image;
}

function application(name: string, version: string): Models.Component {
  return new Component(Enums.ComponentType.Application, name, {version, bomRef: `${name}@${version}`});
}

function library(name: string, version: string, purl: string): Models.Component {
  return new Component(Enums.ComponentType.Library, name, {version, purl, bomRef: purl});
}

function pulledImage(pulled: string): Models.Component {
  const [reference = '', digest] = pulled.split('@');
  const {registry, path, tag} = parseReference(reference);
  // What came by its tag from a registry that tells no digest has none to name.
  const version = digest?.startsWith('sha256:') === true ? digest : undefined;
  const purl = new PackageURL('oci', undefined, basename(path), version, {
    repository_url: `${registry}/${path}`,
    tag,
  }).toString();
  return new Component(Enums.ComponentType.Container, `${registry}/${path}`, {
    version: tag,
    purl,
    bomRef: pulled,
  });
}

function fetchedFile({name, version, url, sha256}: Inventory['files'][number]): Models.Component {
  const file = new Component(Enums.ComponentType.File, name, {version, bomRef: url});
  if (sha256 !== undefined) file.hashes.set(Enums.HashAlgorithm['SHA-256'], sha256);
  file.externalReferences.add(new Models.ExternalReference(url, Enums.ExternalReferenceType.Distribution));
  return file;
}
