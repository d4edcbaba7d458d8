import {knownChangesPage} from '../src/differences/index.js';

/** `docs/known-changes.md`: what is known of each hop between releases of Istio. */
export function knownPages(): Promise<Readonly<Record<string, string>>> {
  return Promise.resolve({'docs/known-changes.md': knownChangesPage()});
}
