import {nearestVersion} from '../base/version.js';
import {byNumber} from '../plan/istio.js';
import type {IstioPlan} from '../plan/plan.js';
import type {Strategy} from './hop.js';

/** What is known of a minor version of Istio. */
interface Minor {
  /** Minor versions of Kubernetes that it is supported on (istio.io, data/compatibility/supportStatus.yml). */
  readonly kubernetes: readonly [number, number];
  /** Below this its istioctl warns that it cannot work (istioctl/pkg/install/k8sversion). */
  readonly least: number;
}

const MINORS: Readonly<Record<number, Minor>> = {
  16: {kubernetes: [22, 25], least: 22},
  17: {kubernetes: [23, 26], least: 23},
  18: {kubernetes: [24, 27], least: 24},
  19: {kubernetes: [25, 28], least: 25},
  20: {kubernetes: [25, 29], least: 25},
};

/** How many minor versions a strategy may go at once (istio.io, setup/upgrade/in-place and setup/upgrade/canary). */
const MOST_MINORS: Readonly<Record<Strategy, number>> = {'in-place': 1, canary: 2};

const VERSION = /^1\.(\d+)\.(\d+)$/;

/** 18 of `1.18.2`; undefined for what is no full version of Istio 1. */
export function minorOf(version: string): number | undefined {
  const found = VERSION.exec(version)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Whether anything is known of such a version, so that what it breaks can be told. */
export function isKnown(version: string): boolean {
  const minor = minorOf(version);
  return minor !== undefined && minor in MINORS;
}

/** A refusal: why, and the nearest thing that works. */
export interface Refusal {
  readonly seen: string;
  readonly remedy: string;
}

/** Why a hop between two known versions is none that Istio supports; `atHand` is what may lie between. Pure. */
export function unsupported(
  from: IstioPlan,
  to: string,
  strategy: Strategy,
  atHand: readonly string[],
): Refusal | undefined {
  const distance = Math.abs((minorOf(to) ?? 0) - (minorOf(from.version) ?? 0));
  const most = MOST_MINORS[strategy];
  if (distance > most) {
    const by = strategy === 'canary' ? 'by revision' : 'in place';
    const seen = `${from.version} -> ${to} are ${distance} minor versions; ${by} Istio supports ${most}`;
    return {seen, remedy: wayBetween(from.version, to, strategy, atHand)};
  }
  if (strategy === 'in-place' && from.revision !== undefined) {
    return {
      seen: `the control plane has the revision ${from.revision}; what was installed by revision is not upgraded in place`,
      remedy: `eastwest upgrade --to ${to} --strategy canary`,
    };
  }
  return undefined;
}

/** The next hop on the way, by what is at hand; where there is nothing between, by revision if that goes so far. */
function wayBetween(from: string, to: string, strategy: Strategy, atHand: readonly string[]): string {
  const up = byNumber(to, from) > 0;
  const [low, high] = up ? [from, to] : [to, from];
  const distance = (one: string, other: string): number =>
    Math.abs((minorOf(one) ?? 0) - (minorOf(other) ?? 0));
  const between = atHand.filter(
    (version) =>
      byNumber(version, low) > 0 &&
      byNumber(version, high) < 0 &&
      distance(from, version) >= 1 &&
      distance(from, version) <= MOST_MINORS[strategy],
  );
  const next = between.sort((one, other) => distance(one, to) - distance(other, to))[0];
  if (next !== undefined) return `eastwest upgrade --to ${next} --strategy ${strategy}, and from there on`;
  if (distance(from, to) <= MOST_MINORS.canary) return `eastwest upgrade --to ${to} --strategy canary`;
  const minor = (minorOf(from) ?? 0) + (up ? MOST_MINORS[strategy] : -MOST_MINORS[strategy]);
  return `by way of 1.${minor}: eastwest supply build --istio VERSION`;
}

/** What is said of a Kubernetes by a version of Istio: too old for it, out of what it is supported on, or fine. Pure. */
export function onKubernetes(istio: string, kubernetes: string): 'too old' | 'unsupported' | 'supported' {
  const known = MINORS[minorOf(istio) ?? 0];
  const minor = Number(kubernetes.split('.')[1]);
  if (known === undefined || minor < known.least) return 'too old';
  const [first, last] = known.kubernetes;
  return minor >= first && minor <= last ? 'supported' : 'unsupported';
}

/** `1.23 to 1.26`. */
export function kubernetesOf(istio: string): string {
  const [first = 0, last = 0] = MINORS[minorOf(istio) ?? 0]?.kubernetes ?? [];
  return `1.${first} to 1.${last}`;
}

/** Whether a hop goes up into this minor version, or past it: what that one changes it brings. Pure. */
export function goesUpTo(
  minor: number,
  {from, to}: {readonly from: IstioPlan; readonly to: IstioPlan},
): boolean {
  return (minorOf(from.version) ?? 0) < minor && (minorOf(to.version) ?? 0) >= minor;
}

/**
 * The revision of a target: `1-18-2`, since a revision may have no dots; another one where the control plane that is there
 * has that name, as in a hop from a version to itself. In place there is none. Pure.
 */
export function revisionFor(version: string, strategy: Strategy, from: IstioPlan): string | undefined {
  if (strategy === 'in-place') return undefined;
  const revision = version.replaceAll('.', '-');
  return from.revision === revision ? `${revision}-b` : revision;
}

/** What is nearest to a version that is not there, in words; empty where nothing is. */
export function nearestText(wanted: string, known: readonly string[]): string {
  const found = nearestVersion(wanted, known);
  return found === undefined ? '' : `; nearest is ${found}`;
}
