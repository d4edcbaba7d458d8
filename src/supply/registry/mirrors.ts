import {EastwestError, EXIT} from '../../base/errors.js';
import type {Mirrors} from '../../plan/plan.js';

/** A reference taken apart: `docker.io/istio/pilot:1.17.8` is registry, path and tag. */
export interface Reference {
  readonly registry: string;
  readonly path: string;
  readonly tag: string;
}

/** Takes a reference apart, with what Docker leaves out filled in. */
export function parseReference(reference: string): Reference {
  const colon = reference.lastIndexOf(':');
  const tagged = colon > reference.lastIndexOf('/');
  const name = tagged ? reference.slice(0, colon) : reference;
  const tag = tagged ? reference.slice(colon + 1) : 'latest';
  const [first = '', ...rest] = name.split('/');
  const named = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const registry = named ? first : 'docker.io';
  const path = named ? rest.join('/') : name;
  return {registry, path: registry === 'docker.io' && !path.includes('/') ? `library/${path}` : path, tag};
}

/** A reference in full, as containerd names images. */
export function fullReference(reference: string): string {
  const {registry, path, tag} = parseReference(reference);
  return `${registry}/${path}:${tag}`;
}

/** The repository that an image is pulled from: the publisher's own, or a mirror's. */
export function repositoryFor(reference: string, {registry: mirrors}: Mirrors): string {
  const {registry, path} = parseReference(reference);
  const own = mirrors.find((mirror) => mirror.startsWith(`${registry}=`))?.slice(registry.length + 1);
  const all = mirrors.find((mirror) => !mirror.includes('='));
  return `${(own ?? all ?? registry).replace(/\/+$/, '')}/${path}`;
}

/** The URL that a tool is fetched from: below a mirror come the publisher's host and path. */
export function urlFor(url: string, {tools}: Mirrors): string {
  if (tools === undefined) return url;
  const {host, pathname} = new URL(url);
  return `${tools.replace(/\/+$/, '')}/${host}${pathname}`;
}

/** Refuses mirrors that are none, before anything is asked of them. */
export function checkMirrors({registry, tools}: Mirrors): void {
  const refuse = (message: string): never => {
    throw new EastwestError(message, {code: 'SUPPLY-BAD-MIRROR', exitCode: EXIT.usage});
  };
  for (const mirror of registry) {
    if (!/^([a-z0-9.-]+(:\d+)?=)?[a-z0-9.-]+(:\d+)?(\/[a-z0-9._/-]+)?$/.test(mirror)) {
      refuse(`--registry-mirror ${mirror}: expected HOST[:PORT][/PATH] or REGISTRY=HOST[:PORT][/PATH]`);
    }
  }
  // A checksum file is worth what the connection is worth that it comes by.
  if (tools !== undefined && !/^https:\/\/[^/\s]+/.test(tools)) {
    refuse(`--tools-mirror ${tools}: expected a URL that begins with https`);
  }
  // URLs stand in plans, in what is shown and in errors; and nothing here would send it.
  if (tools !== undefined && /^https:\/\/[^/]*@/.test(tools)) {
    refuse('--tools-mirror: a name and password in its URL are not taken; let its host in without them');
  }
}
