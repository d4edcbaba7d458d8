import {counted} from '../../base/counted.js';
import {short, type Difference, type Section, type Seen} from './difference.js';
import type {Recognised} from './recognise.js';

type Recognise = (seen: Seen) => Recognised | undefined;

interface Found extends Seen {
  readonly as: Recognised | undefined;
}

/** One line for each cause: what was recognised by its name, the rest by its place in the configuration. */
export function grouped(all: readonly Seen[], recognise: Recognise): readonly Difference[] {
  const groups = new Map<string, Found[]>();
  for (const seen of all) {
    const found = {...seen, as: recognise(seen)};
    const key = found.as?.name ?? placeOf(seen);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [found]);
    else group.push(found);
  }
  return [...groups.values()].map(differenceOf).sort(byWeight);
}

/** Where something unknown stands: the same field of the same kind of thing, wherever in the mesh. */
function placeOf({section, object, resource, path}: Seen): string {
  const of =
    object === undefined
      ? path === '' || section === 'scenarios'
        ? resource
        : ''
      : `${object.kind} ${object.name}`;
  return `${section} ${of} ${path}`;
}

function differenceOf(found: readonly Found[]): Difference {
  const [first] = found;
  if (first === undefined) throw new RangeError('a group has at least one difference');
  const {section, path, as} = first;
  const of = [...new Set(found.map(ownerOf))].sort();
  const before = short(first.before);
  const after = short(first.after);
  const clusters = [...new Set(found.map(({cluster}) => cluster).filter((name) => name !== ''))].sort();
  return {
    where: {section, clusters, of, places: found.length},
    path,
    before,
    after,
    ...(as === undefined ? {} : {known: as.name}),
    alarm: as?.alarm ?? isAlarming(first),
    text: textOf(found, of, first),
  };
}

/** Whose it is: a proxy, an object, a scenario. */
function ownerOf({proxy, resource}: Seen): string {
  return proxy?.name ?? resource;
}

/** What nobody knows is one; a scenario that passes where it failed, and a latency, are none. */
function isAlarming({section, path, before}: Seen): boolean {
  if (section !== 'scenarios') return true;
  if (path === 'verdict') return before === 'passed';
  return !path.endsWith(': median');
}

function textOf(found: readonly Found[], of: readonly string[], first: Found): string {
  const {as, object, path, resource, section} = first;
  const owners = `${of.slice(0, SHOWN).join(', ')}${of.length > SHOWN ? ` and ${of.length - SHOWN} more` : ''}`;
  const places = found.length > of.length ? `, ${counted(found.length, 'place')}` : '';
  const what = [SAID[section], object === undefined ? resource : '', path]
    .filter((word) => word !== '')
    .join(' ');
  const change = `${what} ${changeText(first)}`.trim();
  if (as !== undefined) return `${as.name}: ${as.sense} In ${owners}${places}, first: ${change}`;
  return `${owners}: ${change}${places}`;
}

const SHOWN = 3;

const SAID: Readonly<Record<Section, string>> = {
  clusters: 'cluster',
  endpoints: 'endpoints of',
  listeners: 'listener',
  routes: 'routes',
  extensions: 'extension',
  filters: 'filters of listener',
  bootstrap: 'bootstrap',
  server: 'program',
  rejected: 'refused',
  proxies: 'proxy',
  objects: '',
  scenarios: '',
};

function changeText({before, after}: Seen): string {
  const [was, is] = [short(before), short(after)];
  if (was === undefined) return `is new: ${is ?? ''}`;
  return is === undefined ? `is gone: ${was}` : `was ${was}, is ${is}`;
}

/** What is alarming first, then what shows in most places. */
function byWeight(one: Difference, other: Difference): number {
  return Number(other.alarm) - Number(one.alarm) || other.where.places - one.where.places;
}
