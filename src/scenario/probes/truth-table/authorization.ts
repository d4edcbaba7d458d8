import {EastwestError} from '../../../base/errors.js';
import type {KubeObject} from '../../../drivers/kube/kube.js';
import {ISTIO_SYSTEM} from '../../../plan/plan.js';

/** What a policy can see of a call. */
export interface Request {
  /** `cluster.local/ns/NAMESPACE/sa/SERVICE-ACCOUNT`, from the caller's certificate. */
  readonly principal: string;
  readonly method: string;
  readonly path: string;
}

/** The workload that is called. */
export interface Callee {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * What Istio's policies of one cluster say to a call (istio.io/v1.17/docs/concepts/security/#implicit-enablement):
 * a DENY that matches denies; without any ALLOW for the callee all else is allowed; otherwise one must match.
 * Pure. What it does not know in a policy is an error, never a guess.
 */
export function verdictOf(
  policies: readonly KubeObject[],
  callee: Callee,
  request: Request,
): 'allow' | 'deny' {
  const selecting = policies.map(policyOf).filter((policy) => selects(policy, callee));
  const matching = (action: string) =>
    selecting.filter((policy) => policy.action === action && policy.rules.some((rule) => rule(request)));
  if (matching('DENY').length > 0) return 'deny';
  if (!selecting.some(({action}) => action === 'ALLOW')) return 'allow';
  return matching('ALLOW').length > 0 ? 'allow' : 'deny';
}

type Rule = (request: Request) => boolean;

interface Policy {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly action: 'ALLOW' | 'DENY';
  readonly rules: readonly Rule[];
}

function selects({namespace, labels}: Policy, callee: Callee): boolean {
  return (
    (namespace === callee.namespace || namespace === ISTIO_SYSTEM) &&
    Object.entries(labels).every(([key, value]) => callee.labels[key] === value)
  );
}

function policyOf({metadata, ...object}: KubeObject): Policy {
  const name = `${metadata.namespace ?? ''}/${metadata.name}`;
  const {
    selector = {},
    action = 'ALLOW',
    rules = [],
  } = fieldsOf(object['spec'], name, ['selector', 'action', 'rules']);
  const {matchLabels = {}} = fieldsOf(selector, `${name}: selector`, ['matchLabels']);
  if (action !== 'ALLOW' && action !== 'DENY') throw unknown(name, `action ${JSON.stringify(action)}`);
  return {
    namespace: metadata.namespace ?? '',
    labels: matchLabels as Record<string, string>,
    action,
    rules: listOf(rules, name).map((rule) => ruleOf(rule, `${name}: rule`)),
  };
}

/** From any of the sources, to any of the operations; a list that is not there asks for nothing. */
function ruleOf(rule: unknown, name: string): Rule {
  const {from, to} = fieldsOf(rule, name, ['from', 'to']);
  const sources = from === undefined ? undefined : listOf(from, name).map((part) => sourceOf(part, name));
  const operations = to === undefined ? undefined : listOf(to, name).map((part) => operationOf(part, name));
  return (request) =>
    (sources?.some((source) => source(request)) ?? true) &&
    (operations?.some((operation) => operation(request)) ?? true);
}

function sourceOf(part: unknown, name: string): Rule {
  const {source} = fieldsOf(part, name, ['source']);
  return allOf(source, `${name}: source`, {
    principals: ({principal}) => principal,
    namespaces: ({principal}) => /\/ns\/([^/]+)\//.exec(principal)?.[1] ?? '',
  });
}

function operationOf(part: unknown, name: string): Rule {
  const {operation} = fieldsOf(part, name, ['operation']);
  return allOf(operation, `${name}: operation`, {
    paths: ({path}) => path,
    methods: ({method}) => method,
  });
}

/** Every list of the mapping holds: one of its patterns fits, or, for `notPrincipals` and the like, none does. */
function allOf(
  mapping: unknown,
  name: string,
  attributes: Readonly<Record<string, (request: Request) => string>>,
): Rule {
  const keys = Object.keys(attributes);
  const negations = keys.map((key) => `not${key.charAt(0).toUpperCase()}${key.slice(1)}`);
  const fields = fieldsOf(mapping, name, [...keys, ...negations]);
  const rules = keys.flatMap((key, index): Rule[] => {
    const attribute = attributes[key] ?? (() => '');
    const some = (patterns: unknown): Rule => {
      const texts = listOf(patterns, name).map(String);
      return (request) => texts.some((pattern) => fitsPattern(pattern, attribute(request)));
    };
    const wanted = fields[key];
    const refused = fields[negations[index] ?? ''];
    return [
      ...(wanted === undefined ? [] : [some(wanted)]),
      ...(refused === undefined ? [] : [(request: Request) => !some(refused)(request)]),
    ];
  });
  return (request) => rules.every((rule) => rule(request));
}

/** Istio's patterns: the text itself, a beginning (`a*`), an end (`*a`), or anything that is there (`*`). */
export function fitsPattern(pattern: string, text: string): boolean {
  if (pattern === '*') return text !== '';
  if (pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1));
  return text === pattern;
}

function fieldsOf(value: unknown, name: string, known: readonly string[]): Fields {
  if (value === undefined || value === null) return {};
  if (typeof value !== 'object' || Array.isArray(value)) throw unknown(name, JSON.stringify(value));
  const other = Object.keys(value).find((key) => !known.includes(key));
  if (other !== undefined) throw unknown(name, other);
  return value as Fields;
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw unknown(name, JSON.stringify(value));
}

function unknown(policy: string, what: string): EastwestError {
  return new EastwestError(`AuthorizationPolicy ${policy}: nobody here can say what ${what} means`, {
    code: 'POLICY-UNKNOWN',
    hint: 'a truth table can tell principals, namespaces, paths and methods of ALLOW and DENY',
  });
}
