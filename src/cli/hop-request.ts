import {readFileSync} from 'node:fs';
import {EastwestError, EXIT} from '../base/errors.js';
import {sameIstio} from '../plan/istio.js';
import type {Plan} from '../plan/plan.js';
import {DURATION, durationMs} from '../scenario/duration.js';
import {
  readThresholds,
  revisionFor,
  STRATEGIES,
  thresholdsOf,
  type Hop,
  type Strategy,
  type Thresholds,
} from '../upgrade/index.js';
import type {CommonOptions} from './command.js';

/** What the command line of `upgrade` says, as it was typed. */
export interface UpgradeOptions extends CommonOptions {
  readonly to?: string;
  readonly strategy?: string;
  readonly order?: string;
  readonly hold?: string;
  readonly rollback?: boolean;
  readonly check?: boolean;
  readonly pack?: readonly string[];
  readonly rate?: string;
  readonly scenarios?: string;
  readonly maxFailed?: string;
  readonly maxGapMs?: string;
  readonly allow?: readonly string[];
  readonly thresholds?: string;
}

const USUAL_HOLD = '10s';
/** The caller is one process, and shares its machine with the mesh. */
const MOST_RATE = 1000;

/**
 * What is wrong with the words themselves, whatever the lab is. Pure.
 *
 * @throws BAD-USAGE
 */
export function checkUsage({strategy, rate, hold = USUAL_HOLD}: UpgradeOptions): void {
  strategyOf(strategy);
  rateOf(rate);
  if (!DURATION.test(hold)) throw usage(`--hold ${hold}: expected a duration such as 30s`);
}

/**
 * The hop that is asked for, of a lab with this plan; whether it can be made is another question. Pure.
 *
 * @throws BAD-USAGE, UPGRADE-MIXED
 */
export function hopOf(options: UpgradeOptions, plan: Plan): Hop {
  const {to, order, hold = USUAL_HOLD, rollback = false} = options;
  if (to === undefined) {
    const has = Object.keys(plan.supplied.istio).join(', ');
    throw usage('--to VERSION is missing', `the supply ${plan.supplied.supply} has ${has}`);
  }
  checkUsage(options);
  const [first] = plan.clusters;
  const from = first?.istio ?? {version: plan.versions.istio};
  const other = plan.clusters.find(({istio}) => !sameIstio(istio, from));
  if (other !== undefined) {
    throw new EastwestError(
      `the clusters do not run the same Istio: ${first?.name} ${from.version}, ${other.name} ${other.istio.version}`,
      {
        code: 'UPGRADE-MIXED',
        hint: 'make the lab anew: eastwest down, then eastwest up',
        exitCode: EXIT.usage,
      },
    );
  }
  const strategy = strategyOf(options.strategy);
  const revision = revisionFor(to, strategy, from);
  return {
    from,
    to: {version: to, ...(revision === undefined ? {} : {revision})},
    strategy,
    order: orderOf(order, plan),
    holdMs: durationMs(hold),
    rollback,
  };
}

function strategyOf(asked: string | undefined): Strategy {
  const found = STRATEGIES.find((one) => one === (asked ?? STRATEGIES[0]));
  if (found !== undefined) return found;
  throw usage(`--strategy ${asked}: expected ${STRATEGIES.join(' or ')}`);
}

/**
 * Calls per second of all flows together; undefined where nothing is said of it. Pure.
 *
 * @throws BAD-USAGE
 */
export function rateOf(rate: string | undefined): number | undefined {
  if (rate === undefined) return undefined;
  const calls = countOf('--rate', rate);
  if (calls >= 1 && calls <= MOST_RATE) return calls;
  throw usage(`--rate ${rate}: expected 1 to ${MOST_RATE} calls per second`);
}

/** Every cluster once, in the order that is asked for; those that are not named come after. */
function orderOf(asked: string | undefined, {clusters}: Plan): readonly string[] {
  const names = clusters.map(({name}) => name);
  const wanted = (asked ?? '').split(',').filter((name) => name !== '');
  const strange = wanted.find((name) => !names.includes(name));
  if (strange !== undefined)
    throw usage(`--order ${asked}: there is no cluster ${strange}; expected ${names.join(',')}`);
  return [...new Set([...wanted, ...names])];
}

/**
 * What a hop may cost, by flags and file.
 *
 * @throws BAD-USAGE, THRESHOLDS-BAD, ALLOW-UNKNOWN
 */
export function thresholdsFor({maxFailed, maxGapMs, allow = [], thresholds}: UpgradeOptions): Thresholds {
  const flags = {
    ...(maxFailed === undefined ? {} : {maxFailed: countOf('--max-failed', maxFailed)}),
    ...(maxGapMs === undefined ? {} : {maxGapMs: countOf('--max-gap-ms', maxGapMs)}),
    allow,
  };
  if (thresholds === undefined) return thresholdsOf(flags);
  return readThresholds(thresholds, textOf(thresholds), flags);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EastwestError(`--thresholds ${file}: it cannot be read`, {
      code: 'BAD-USAGE',
      exitCode: EXIT.usage,
      cause,
    });
  }
}

function countOf(flag: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw usage(`${flag} ${text}: expected a whole number, 0 or more`);
}

function usage(message: string, hint?: string): EastwestError {
  return new EastwestError(message, {
    code: 'BAD-USAGE',
    exitCode: EXIT.usage,
    ...(hint === undefined ? {} : {hint}),
  });
}
