import {byNumber} from '../../plan/istio.js';
import type {Plan} from '../../plan/plan.js';
import {isKnown, kubernetesOf, nearestText, onKubernetes, unsupported, type Refusal} from '../versions.js';
import type {CheckRow, HopRange} from './row.js';

/** What is known of the machine and of the lab as a whole. */
export interface HopFacts {
  readonly plan: Plan;
  readonly range: HopRange;
  /** Versions whose istioctl and images are there. */
  readonly atHand: readonly string[];
  readonly memory: {readonly totalBytes: number; readonly availableBytes: number | undefined};
  /** Why the lab is not healthy, a sentence each; none where it is. */
  readonly ailments: readonly string[];
}

const MIB = 2 ** 20;

/** What a hop takes beside the lab, by what was seen of istiod and sidecars on the real lab, rounded up. */
const MEMORY = {
  /** A second istiod in a cluster until the hop has been judged. */
  istiod: 160 * MIB,
  /** Pods of one cluster that are there twice while they are replaced, each with its sidecar. */
  surge: 400 * MIB,
  /** istioctl while it installs. */
  istioctl: 240 * MIB,
} as const;

/** Whether the hop itself is one that can be made. Pure. */
export function hopRows(facts: HopFacts): readonly CheckRow[] {
  const unknown = unknownRow(facts);
  if (unknown.level === 'fault') return [unknown];
  return [
    unknown,
    supportRow(facts),
    atHandRow(facts),
    kubernetesRow(facts),
    memoryRow(facts),
    healthRow(facts),
  ];
}

/** Whether the lab is healthy, before and after. */
export function healthRow({ailments}: Pick<HopFacts, 'ailments'>): CheckRow {
  const what = 'the lab is healthy';
  const code = 'UPGRADE-LAB-UNHEALTHY';
  if (ailments.length === 0)
    return {code, what, level: 'ok', seen: 'every step is there, and explain finds nothing'};
  return {code, what, level: 'fault', seen: ailments.join('; '), remedy: 'eastwest explain; eastwest up'};
}

function unknownRow({plan, range}: HopFacts): CheckRow {
  const what = 'the versions are known';
  const code = 'UPGRADE-UNKNOWN-VERSION';
  const {from, to} = range;
  const strange = [to.version, from.version].find((version) => !isKnown(version));
  if (strange === undefined) return {code, what, level: 'ok', seen: `${from.version} -> ${to.version}`};
  const known = Object.keys(plan.supplied.istio).filter(isKnown);
  return {
    ...{code, what, level: 'fault'},
    seen: `Istio ${strange} is none of which is known what it changes`,
    remedy: `the supply ${plan.supplied.supply} has ${known.join(', ')}${nearestText(strange, known)}`,
  };
}

function supportRow({range: {from, to, strategy}, atHand}: HopFacts): CheckRow {
  const what = 'Istio supports the hop';
  const code = 'UPGRADE-UNSUPPORTED-HOP';
  const refusal = unsupported(from, to.version, strategy, atHand);
  if (refusal !== undefined) return {code, what, level: 'fault', ...refusal};
  const down = byNumber(to.version, from.version) < 0 ? `, by istioctl ${to.version}` : '';
  return {code, what, level: 'ok', seen: `${strategy}${down}`};
}

function atHandRow({plan, range: {from, to}, atHand}: HopFacts): CheckRow {
  const what = 'istioctl and images of both versions are there';
  const code = 'UPGRADE-NOT-AT-HAND';
  const missing = [to.version, from.version].find((version) => !atHand.includes(version));
  if (missing === undefined) return {code, what, level: 'ok', seen: atHand.join(', ')};
  return {code, what, level: 'fault', ...notAtHand(missing, plan, atHand)};
}

function notAtHand(version: string, {supplied}: Plan, atHand: readonly string[]): Refusal {
  const can = version in supplied.istio;
  const has = Object.keys(supplied.istio);
  return {
    seen: `Istio ${version} is not there; at hand: ${atHand.join(', ')}`,
    remedy: can
      ? `eastwest supply build --istio ${version}`
      : `the supply ${supplied.supply} never has it; it has ${has.join(', ')}${nearestText(version, has)}. A lab of --supply source can have others`,
  };
}

function kubernetesRow({plan, range: {from, to}}: HopFacts): CheckRow {
  const what = 'Kubernetes is one for both versions';
  const code = 'UPGRADE-KUBERNETES';
  const {kubernetes} = plan.versions;
  const said = [from.version, to.version].map((version) => ({
    version,
    on: onKubernetes(version, kubernetes),
  }));
  const worst = said.find(({on}) => on === 'too old') ?? said.find(({on}) => on === 'unsupported');
  if (worst === undefined) return {code, what, level: 'ok', seen: `Kubernetes ${kubernetes}`};
  const {version, on} = worst;
  return {
    ...{code, what, level: on === 'too old' ? 'fault' : 'warning'},
    seen: `Istio ${version} is supported on Kubernetes ${kubernetesOf(version)}, this is ${kubernetes}`,
    remedy: 'Kubernetes 1.26 is the one that 1.17 to 1.20 have in common; what fails may be for that',
  };
}

function memoryRow({plan, range, memory: {totalBytes, availableBytes}}: HopFacts): CheckRow {
  const what = 'there is memory for it';
  const code = 'UPGRADE-MEMORY';
  const second = range.strategy === 'canary' ? plan.clusters.length * MEMORY.istiod : 0;
  const need = second + MEMORY.surge + MEMORY.istioctl;
  const free = availableBytes ?? totalBytes;
  const seen = `${mib(free)} available, ${mib(need)} needed`;
  if (free >= need) return {code, what, level: 'ok', seen};
  const remedy =
    range.strategy === 'canary' && free >= need - second
      ? 'end other programs, or go in place, which needs no second istiod: --strategy in-place'
      : 'end other programs';
  return {code, what, level: 'fault', seen, remedy};
}

function mib(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`;
}
