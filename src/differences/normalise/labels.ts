import {isFields} from '../../base/json.js';
import type {ClusterIstio, MeshConfiguration} from '../state.js';
import {labelOf, LEAVING, REVISION, type Names} from './names.js';
import type {Visitor} from './walk.js';

export const REV = 'istio.io/rev';
const CANONICAL_REVISION = 'service.istio.io/canonical-revision';

/** Labels and annotations by which controllers and istioctl know their own. */
const BOOKKEEPING = [
  ...['pod-template-hash', 'controller-revision-hash', 'kubernetes.io/metadata.name'],
  ...['operator.istio.io/component', 'operator.istio.io/managed', 'operator.istio.io/version'],
  ...['install.operator.istio.io/owning-resource', 'install.operator.istio.io/owning-resource-namespace'],
];

/** Certificates that controllers hand out. */
const HANDED_OUT = ['caBundle'];

/** What a revision label means: of a control plane that the hop knows, or one by another name. */
export function revisionMeant(value: string, {leaving, ...current}: ClusterIstio): string {
  if (value === labelOf(current)) return REVISION;
  return leaving !== undefined && value === labelOf(leaving) ? LEAVING : value;
}

/** For what belongs to one cluster: names, versions, and the labels that say whose a thing is. */
export function ownVisitor(
  names: Names,
  {istio}: Pick<MeshConfiguration, 'istio'>,
  cluster: string,
  kind: 'gateway' | 'sidecar',
): Visitor {
  const rename = names.own(cluster);
  const own = istio[cluster];
  const meant = (value: string): string => (own === undefined ? value : revisionMeant(value, own));
  return {
    text: (text, key) => {
      if (key === REV || key === 'revision') return text === '' ? meant('default') : meant(text);
      if (kind === 'gateway' && key === CANONICAL_REVISION && (text === 'latest' || meant(text) !== text))
        return REVISION;
      return rename(text);
    },
    skips: (key) => BOOKKEEPING.includes(key) || HANDED_OUT.includes(key),
    fields: (fields) =>
      fields['name'] === 'REVISION' && typeof fields['value'] === 'string'
        ? {...fields, value: meant(fields['value'])}
        : fields,
  };
}

/** Without the labels by which the pods of two control planes are told apart. */
export function withoutPilotLabels(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPilotLabels);
  if (!isFields(value)) return value;
  const entries = Object.entries(value)
    .filter(([key, part]) => !tellsApart(key, part))
    .map(([key, part]) => [key, withoutPilotLabels(part)] as const);
  return Object.fromEntries(entries);
}

/** The one without a revision is chosen by another label than those with one. */
function tellsApart(key: string, value: unknown): boolean {
  return key === REV || (['istio', 'app'].includes(key) && (value === 'pilot' || value === 'istiod'));
}
