import {KNOWN_CHANGES} from '../differences/index.js';
import {MISHAPS} from '../differences/known/mishaps.js';
import type {Senses} from '../report/index.js';

/** What every name means that a change can have, for the reports. */
export const SENSES: Senses = Object.fromEntries(
  [...KNOWN_CHANGES, ...MISHAPS].map(({name, sense}) => [name, sense]),
);

/** Names of changes by which calls, pods or rights may fare otherwise. */
export const BEHAVIOUR: ReadonlySet<string> = new Set(
  KNOWN_CHANGES.filter(({kind}) => kind === 'behaviour').map(({name}) => name),
);
