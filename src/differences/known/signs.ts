import type {Section, Seen} from '../compare/difference.js';
import type {Sign} from './known.js';

/** What stands on one side of a difference: nothing, something, or something whose JSON fits. */
export type Side = 'nothing' | 'something' | RegExp;

export interface ProxySign {
  /** Any unless it is said. */
  readonly section?: Section | readonly Section[];
  readonly of?: 'gateway' | 'sidecar';
  /** Any unless it is said. */
  readonly path?: RegExp;
  readonly resource?: RegExp;
  readonly before?: Side;
  readonly after?: Side;
}

/** A difference in what a proxy has. */
export function inProxies({section, of, path, resource, before, after}: ProxySign): Sign {
  const sections = section === undefined ? undefined : [section].flat();
  return (seen) =>
    seen.proxy !== undefined &&
    (sections === undefined || sections.includes(seen.section)) &&
    (of === undefined || seen.proxy.kind === of) &&
    (path === undefined || path.test(seen.path)) &&
    (resource === undefined || resource.test(seen.resource)) &&
    sideFits(before, seen.before) &&
    sideFits(after, seen.after);
}

export interface ObjectSign {
  readonly kind: string | readonly string[];
  readonly name?: RegExp;
  readonly path?: RegExp;
  readonly before?: Side;
  readonly after?: Side;
}

/** A difference in an installed object. */
export function inObjects({kind, name, path, before, after}: ObjectSign): Sign {
  const kinds = [kind].flat();
  return ({object, ...seen}) =>
    object !== undefined &&
    kinds.includes(object.kind) &&
    (name === undefined || name.test(object.name)) &&
    (path === undefined || path.test(seen.path)) &&
    sideFits(before, seen.before) &&
    sideFits(after, seen.after);
}

/** A container's variable, in a Deployment or an injected pod, that comes or goes. */
export function variable(name: string, side: {readonly before?: Side; readonly after?: Side}): Sign {
  const path = new RegExp(`containers\\[[^\\]]+\\]\\.env\\[${name}\\]$`, 'i');
  return inObjects({kind: ['Deployment', 'Pod'], path, ...side});
}

/** Something of an Envoy filter, by the name that it has or the type of its configuration. */
export function ofFilter(name: RegExp): Sign {
  return (seen) =>
    seen.section === 'filters' &&
    (name.test(seen.path) || [seen.before, seen.after].some((side) => name.test(textOf(side))));
}

export function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function sideFits(side: Side | undefined, value: unknown): boolean {
  if (side === undefined) return true;
  if (side === 'nothing') return value === undefined;
  return value !== undefined && (side === 'something' || side.test(textOf(value)));
}

/** A difference that was seen in a hop back, as the hop forward shows it. */
export function turned(seen: Seen): Seen {
  return {...seen, before: seen.after, after: seen.before};
}
