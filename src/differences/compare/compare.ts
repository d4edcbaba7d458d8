import {normalise} from '../normalise/normalise.js';
import type {MeshConfiguration, ScenarioFigures} from '../state.js';
import type {Difference} from './difference.js';
import {grouped} from './group.js';
import {objectChanges} from './objects.js';
import {proxyChanges} from './proxies.js';
import {recogniser} from './recognise.js';
import {scenarioChanges} from './scenarios.js';

/** A configuration, with what the packs measured where they were run. */
export type Compared = MeshConfiguration & {readonly scenarios?: readonly ScenarioFigures[]};

/** What is not the same in two states of the mesh, one line for each cause; alarms first. Pure. */
export function compare(before: Compared, after: Compared): readonly Difference[] {
  const [one, other] = [normalise(before), normalise(after)];
  const seen = [
    ...proxyChanges(one, other),
    ...objectChanges(one, other),
    ...scenarioChanges(before.scenarios ?? [], after.scenarios ?? []),
  ];
  return grouped(seen, recogniser(before, after));
}
