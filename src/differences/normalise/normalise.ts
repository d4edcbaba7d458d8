import {partStore} from '../parts.js';
import {proxyName, type MeshConfiguration, type ProxyConfiguration} from '../state.js';
import {namesOf} from './names.js';
import {notes as notesOf} from './notes.js';
import {normalObjects} from './objects.js';
import {normalProxies} from './proxies.js';

/**
 * A state as every look at an unchanged mesh shows it: without names and addresses that are drawn by lot, orders that mean
 * nothing, the number of pods at the moment, and what follows from the hop's own versions and revisions. The last is
 * counted in `setAside`. Pure; a state that is normal stays as it is.
 */
export function normalise<State extends MeshConfiguration>(state: State): State {
  const store = partStore();
  const notes = notesOf(state.setAside);
  const names = namesOf(state, notes);
  const proxies = forms(normalProxies(state, names, store));
  const objects = normalObjects(state, names, notes, store);
  return {...state, proxies, objects, parts: store.of(proxies, objects), setAside: notes.all()};
}

/** The pods of one workload: as many forms as there are, mostly one. */
function forms(proxies: readonly ProxyConfiguration[]): readonly ProxyConfiguration[] {
  const byName = new Map<string, Map<string, ProxyConfiguration>>();
  for (const proxy of proxies) {
    const its = byName.get(proxyName(proxy)) ?? new Map<string, ProxyConfiguration>();
    its.set(JSON.stringify(proxy), proxy);
    byName.set(proxyName(proxy), its);
  }
  return [...byName.values()].flatMap((its) =>
    [...its.keys()].sort().flatMap((text, index) => {
      const proxy = its.get(text);
      if (proxy === undefined) return [];
      return [index === 0 ? proxy : {...proxy, workload: `${proxy.workload} (form ${index + 1})`}];
    }),
  );
}
