import {fieldsAt} from '../../base/json.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';
import type {PartStore} from '../parts.js';
import type {ClusterIstio, InstalledObject, MeshConfiguration} from '../state.js';
import {ownVisitor, withoutPilotLabels} from './labels.js';
import type {Names} from './names.js';
import type {Notes} from './notes.js';
import {injectedBy, INJECTORS, tagsIn, WEBHOOKS, webhooksOf, type Tags} from './webhooks.js';
import {asSet, walked} from './walk.js';

interface Entry {
  readonly object: InstalledObject;
  readonly value: unknown;
}

interface Renamed extends Entry {
  /** Of two with one name the lower one counts: the other is of a control plane that is leaving. */
  readonly rank: number;
}

/** The objects as they are in every look at an unchanged mesh. */
export function normalObjects(
  state: MeshConfiguration,
  names: Names,
  notes: Notes,
  store: PartStore,
): readonly InstalledObject[] {
  const clusters = Object.entries(state.istio);
  return clusters.flatMap(([cluster, istio]) => {
    const entries = state.objects
      .filter((object) => object.cluster === cluster)
      .map((object) => ({object, value: state.parts[object.part]}));
    const webhooks = entries.filter(({object}) => WEBHOOKS.includes(object.kind));
    const tags = tagsIn(webhooks.map(({value}) => value));
    const rename = names.own(cluster);
    const renamed = entries.map((entry): Renamed => {
      const {object} = entry;
      const name = rename(object.name);
      const value = valueOf({object: {...object, name}, value: entry.value}, istio, tags, notes);
      const kind = object.namespace === ISTIO_SYSTEM ? 'gateway' : 'sidecar';
      return {
        object: {...object, name: isInjector(object) ? 'istio-sidecar-injector' : name},
        value: walked(value, ownVisitor(names, state, cluster, kind)),
        rank: rankOf(object.name, istio),
      };
    });
    return withoutLeaving(renamed, notes).map(({object, value}) => ({...object, part: store.put(value)}));
  });
}

function valueOf({object, value}: Entry, istio: ClusterIstio, tags: Tags, notes: Notes): unknown {
  if (object.kind === 'Namespace') return {labels: injectedBy(fieldsAt(value, 'labels'), istio, tags)};
  if (WEBHOOKS.includes(object.kind)) return {webhooks: webhooksOf(value, istio, tags, notes)};
  return ISTIODS.includes(object.kind) && object.name === 'istiod' ? withoutPilotLabels(value) : value;
}

const ISTIODS = ['Deployment', 'Service', 'PodDisruptionBudget', 'HorizontalPodAutoscaler'];

function isInjector({kind, name}: InstalledObject): boolean {
  return kind === 'MutatingWebhookConfiguration' && INJECTORS.test(name);
}

function rankOf(name: string, {revision, leaving}: ClusterIstio): number {
  const carries = (one: string | undefined): boolean => one !== undefined && name.includes(`-${one}`);
  if (carries(revision)) return 0;
  if (carries(leaving?.revision)) return 1;
  return revision === undefined ? 0 : 1;
}

function withoutLeaving(entries: readonly Renamed[], notes: Notes): readonly Entry[] {
  const byName = new Map<string, Renamed[]>();
  for (const entry of entries) {
    const {kind, namespace = '', name} = entry.object;
    const key = `${kind} ${namespace}/${name}`;
    byName.set(key, [...(byName.get(key) ?? []), entry]);
  }
  return [...byName.values()].flatMap((same): readonly Entry[] => {
    const [first, ...others] = [...same].sort((one, other) => one.rank - other.rank);
    if (first === undefined) return [];
    if (isInjector(first.object)) return [{...first, value: {webhooks: together(same)}}];
    if (first.object.kind === 'Pod') return distinct(same);
    for (const {object} of others) notes.add(`${object.kind}s of the leaving control plane`);
    return [first];
  });
}

function together(entries: readonly Renamed[]): readonly unknown[] {
  return asSet(entries.flatMap(({value}) => (value as {readonly webhooks: readonly unknown[]}).webhooks));
}

/** The pods of one workload: as many forms as there are. */
function distinct(entries: readonly Renamed[]): readonly Entry[] {
  const forms = new Map(entries.map((entry) => [JSON.stringify(entry.value), entry] as const));
  return [...forms.keys()].sort().flatMap((text, index) => {
    const entry = forms.get(text);
    if (entry === undefined) return [];
    const name = index === 0 ? entry.object.name : `${entry.object.name} (form ${index + 1})`;
    return [{...entry, object: {...entry.object, name}}];
  });
}
