import {minorsBetween, KNOWN_CHANGES} from '../known/catalogue.js';
import type {KnownChange, Minor} from '../known/known.js';
import {MISHAPS} from '../known/mishaps.js';
import {turned} from '../known/signs.js';
import type {MeshConfiguration} from '../state.js';
import type {Seen} from './difference.js';

/** What a difference was recognised as. */
export interface Recognised {
  readonly name: string;
  readonly sense: string;
  readonly alarm: boolean;
}

interface Way {
  readonly minors: readonly Minor[];
  readonly back: boolean;
}

/** Says what differences between two states are, by the releases that each cluster has had and has. */
export function recogniser(
  before: MeshConfiguration,
  after: MeshConfiguration,
): (seen: Seen) => Recognised | undefined {
  const ways = new Map(
    Object.entries(before.istio).map(([cluster, {version}]): [string, Way] => [
      cluster,
      minorsBetween(version, after.istio[cluster]?.version ?? version),
    ]),
  );
  const elsewhere = (cluster: string): readonly Way[] =>
    [...ways].filter(([name]) => name !== cluster).map(([, way]) => way);
  return (seen) => {
    const own = ways.get(seen.cluster);
    const found =
      (own === undefined ? undefined : knownBy(seen, own, () => true)) ??
      elsewhere(seen.cluster)
        .map((way) => knownBy(seen, way, ({crosses}) => crosses === true))
        .find((change) => change !== undefined);
    if (found !== undefined)
      return {
        name: found.name,
        sense: found.sense,
        // What only Istio's own Envoy acts upon is written down without any effect where there is none.
        alarm: found.kind === 'behaviour' && !(found.envoyBound === true && before.proxy === 'stock-envoy'),
      };
    const mishap = MISHAPS.find(({signs}) => signs.some((sign) => sign(seen)));
    return mishap === undefined ? undefined : {name: mishap.name, sense: mishap.sense, alarm: true};
  };
}

function knownBy(
  seen: Seen,
  {minors, back}: Way,
  counts: (change: KnownChange) => boolean,
): KnownChange | undefined {
  if (minors.length === 0) return undefined;
  const forward = back ? turned(seen) : seen;
  return KNOWN_CHANGES.find(
    (change) =>
      counts(change) &&
      change.in.some((minor) => minors.includes(minor)) &&
      change.signs.some((sign) => sign(forward)),
  );
}
