import {ISTIO_SYSTEM} from '../../plan/plan.js';
import type {ClusterIstio, MeshConfiguration, Release} from '../state.js';
import {addressNames} from './addresses.js';
import type {Notes} from './notes.js';

export const REVISION = '<revision>';
export const LEAVING = '<leaving>';
const ISTIOD = '<istiod>';
const LEAVING_ISTIOD = '<leaving istiod>';
const VERSION = '<version>';

type Rename = (text: string) => string;

/** Names that follow from the hop itself, or are drawn by lot, put in place of what is the same in every state. */
export interface Names {
  /** For what a proxy knows of the mesh: the control planes of all clusters, on their way out or not, are one. */
  readonly mesh: Rename;
  /** For what belongs to one cluster: its own version and control plane, and the one that is leaving told apart. */
  readonly own: (cluster: string) => Rename;
}

export function namesOf({istio, addresses}: MeshConfiguration, notes: Notes): Names {
  const releases = Object.values(istio).flatMap(releasesOf);
  const mesh = renamed([
    ...releases.map((release) => istiodOf(release, ISTIOD)),
    ...suffixesOf(releases),
    ...releases.map(({revision}) => tokenOf(revision, REVISION)),
  ]);
  const hosts = new Set(releases.map((release) => `${ISTIO_SYSTEM}/${hostOf(release)}`));
  const address = addressNames(addresses, (service) =>
    hosts.has(service) ? `${ISTIO_SYSTEM}/${ISTIOD}` : service,
  );
  const own = new Map(
    Object.entries(istio).map(([cluster, its]) => [cluster, renamed(ownRules(its))] as const),
  );
  const kept = (rename: Renamed): Rename => remembered((text) => address(rename(withoutLots(text), notes)));
  const ownRenames = new Map([...own].map(([cluster, rename]) => [cluster, kept(rename)] as const));
  const meshRename = kept(mesh);
  return {mesh: meshRename, own: (cluster) => ownRenames.get(cluster) ?? meshRename};
}

export function releasesOf({leaving, ...current}: ClusterIstio): readonly Release[] {
  return leaving === undefined ? [current] : [current, leaving];
}

/** What `istio.io/rev` says of a release. */
export function labelOf({revision}: Release): string {
  return revision ?? 'default';
}

interface Rule {
  readonly what: string;
  readonly pattern: RegExp;
  readonly instead: string;
}

type Renamed = (text: string, notes: Notes) => string;

function ownRules({leaving, ...current}: ClusterIstio): readonly Rule[] {
  return [
    istiodOf(current, ISTIOD),
    ...(leaving === undefined ? [] : [istiodOf(leaving, LEAVING_ISTIOD)]),
    ...suffixesOf(leaving === undefined ? [current] : [current, leaving]),
    tokenOf(current.revision, REVISION),
    tokenOf(leaving?.revision, LEAVING),
    {
      what: `the version ${current.version}`,
      pattern: new RegExp(`(?<![\\w.])${escaped(current.version)}(?!\\w|\\.\\d)`, 'g'),
      instead: VERSION,
    },
  ].filter((rule) => rule !== undefined);
}

function hostOf({revision}: Release): string {
  return revision === undefined ? 'istiod' : `istiod-${revision}`;
}

/** The control plane as a host: `istiod-1-18-2.istio-system…`. */
function istiodOf(release: Release, instead: string): Rule {
  const host = hostOf(release);
  return {
    what: `${host} as the name of a control plane`,
    pattern: new RegExp(`(?<![\\w<-])${escaped(host)}(?=\\.${ISTIO_SYSTEM}\\b)`, 'g'),
    instead,
  };
}

/** Names of objects that end in their revision, or have it before the namespace: `istio-1-18-2`. */
function suffixesOf(releases: readonly Release[]): readonly Rule[] {
  return releases.flatMap(({revision}) =>
    revision === undefined
      ? []
      : {
          what: `the revision ${revision} in names`,
          pattern: new RegExp(`(?<=[a-z0-9])-${escaped(revision)}(?!\\w)`, 'g'),
          instead: '',
        },
  );
}

function tokenOf(revision: string | undefined, instead: string): Rule | undefined {
  if (revision === undefined) return undefined;
  const pattern = new RegExp(`(?<![\\w-])${escaped(revision)}(?![\\w-])`, 'g');
  return {what: `the revision ${revision}`, pattern, instead};
}

function renamed(rules: readonly (Rule | undefined)[]): Renamed {
  const known = rules.filter((rule) => rule !== undefined);
  return (text, notes) =>
    known.reduce((rest, {what, pattern, instead}) => {
      const next = rest.replace(pattern, instead);
      if (next !== rest) notes.add(what);
      return next;
    }, text);
}

/** Volumes of tokens end in letters that are drawn by lot. */
function withoutLots(text: string): string {
  return text.startsWith('kube-api-access-') ? 'kube-api-access' : text;
}

/** Most texts come in many proxies. */
function remembered(rename: Rename): Rename {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const name = rename(text);
    known.set(text, name);
    return name;
  };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
