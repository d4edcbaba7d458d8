import {at, fieldsAt, isFields, itemsAt, stringAt, type Fields} from '../../base/json.js';
import {ISTIO_SYSTEM} from '../../plan/plan.js';
import type {ClusterIstio, Release} from '../state.js';
import {REV, revisionMeant} from './labels.js';
import {LEAVING, releasesOf, REVISION} from './names.js';
import type {Notes} from './notes.js';

/** Every configuration that has pods injected: those of control planes and those of revision tags. */
export const INJECTORS = /^istio-(sidecar-injector|revision-tag-)/;
export const WEBHOOKS = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** The control plane of the cluster, whichever answers while one is leaving. */
const ANSWERS = '<istiod>';

/** The revision that each revision tag stands for: `default` -> `1-18-2`. */
export type Tags = ReadonlyMap<string, string>;

export function tagsIn(webhooks: readonly unknown[]): Tags {
  const tags = webhooks.map(
    (one) => [stringAt(one, 'labels', 'istio.io/tag'), stringAt(one, 'labels', REV)] as const,
  );
  return new Map(tags.filter(([tag]) => tag !== ''));
}

/** Who injects into a namespace, in the place of the labels that ask for it. */
export function injectedBy(labels: Fields, istio: ClusterIstio, tags: Tags): Fields {
  const {[REV]: revision, 'istio-injection': injection, ...rest} = labels;
  const asked = injection === 'enabled' ? 'default' : revision;
  if (typeof asked !== 'string') return rest;
  return {...rest, 'injected by': revisionMeant(tags.get(asked) ?? asked, istio)};
}

/**
 * The webhooks of a configuration by what they select and who answers. As long as a control plane is leaving it may
 * answer in the place of the other one.
 */
export function webhooksOf(
  configuration: unknown,
  istio: ClusterIstio,
  tags: Tags,
  notes: Notes,
): readonly unknown[] {
  const meant = (value: unknown): unknown => {
    if (typeof value !== 'string') return value;
    const found = revisionMeant(tags.get(value) ?? value, istio);
    if (found === LEAVING) notes.add('the leaving control plane in webhooks');
    return found === LEAVING ? REVISION : found;
  };
  return itemsAt(configuration, 'webhooks')
    .filter((webhook) => !isDeactivated(webhook))
    .map((webhook) => ({
      ...fieldsAt({webhook}, 'webhook'),
      clientConfig: answeredBy(at(webhook, 'clientConfig'), releasesOf(istio)),
      namespaceSelector: selected(at(webhook, 'namespaceSelector'), meant),
      objectSelector: selected(at(webhook, 'objectSelector'), meant),
    }));
}

function answeredBy(config: unknown, releases: readonly Release[]): unknown {
  const service = fieldsAt(config, 'service');
  const hosts = releases.map(({revision}) => (revision === undefined ? 'istiod' : `istiod-${revision}`));
  if (service['namespace'] !== ISTIO_SYSTEM || !hosts.includes(String(service['name']))) return config;
  return {...fieldsAt({config}, 'config'), service: {...service, name: ANSWERS}};
}

function selected(selector: unknown, meant: (value: unknown) => unknown): unknown {
  if (!isFields(selector)) return selector;
  const expressions = itemsAt(selector, 'matchExpressions').map((expression) =>
    stringAt(expression, 'key') === REV
      ? {...fieldsAt({expression}, 'expression'), values: itemsAt(expression, 'values').map(meant)}
      : expression,
  );
  return {...selector, ...(expressions.length === 0 ? {} : {matchExpressions: expressions})};
}

/** `istioctl tag set default` leaves webhooks that nothing fits in place of those of a control plane without a revision. */
function isDeactivated(webhook: unknown): boolean {
  return ['namespaceSelector', 'objectSelector'].some(
    (selector) => at(webhook, selector, 'matchLabels', 'istio.io/deactivated') !== undefined,
  );
}
