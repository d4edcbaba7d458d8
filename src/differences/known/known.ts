import type {Seen} from '../compare/difference.js';

/** The minor releases that bring something, each from the one before it. */
export const MINORS = ['1.17', '1.18', '1.19', '1.20'] as const;
export type Minor = (typeof MINORS)[number];

/** A difference as the newer release shows it: of a hop back, before and after have changed places. */
export type Sign = (seen: Seen) => boolean;

interface Told {
  /** In lower case with hyphens; what `allow` takes. */
  readonly name: string;
  /** One sentence. */
  readonly sense: string;
  /** What it may do to a mesh of several clusters, in one sentence. */
  readonly consequence: string;
  /** Where it is said: release notes, files of the release. */
  readonly source: string;
}

/** Something that a release does otherwise than the one before. */
export interface KnownChange extends Told {
  readonly in: readonly Minor[];
  /**
   * `configuration`: written otherwise, works the same. `behaviour`: calls, pods or rights may fare otherwise, so that
   * somebody has to say that it may be.
   */
  readonly kind: 'configuration' | 'behaviour';
  /** It is Envoy's own, and comes with Istio's build of it: not observable with stock Envoy. */
  readonly envoyBound?: true;
  /** Any of them is enough; none where no configuration shows it. */
  readonly signs: readonly Sign[];
  /** Scenarios that may end otherwise because of it. */
  readonly scenarios?: RegExp;
  /** It shows in clusters that have not been changed themselves, since they read the other one. */
  readonly crosses?: true;
}

/** Something that no release does, and that is recognised where it has happened. */
export interface Mishap extends Told {
  readonly signs: readonly Sign[];
}

/** Known changes by themselves; keeps nothing but the type. */
export function known<const T extends readonly KnownChange[]>(all: T): T {
  return all;
}
