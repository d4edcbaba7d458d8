import {EastwestError, EXIT} from '../base/errors.js';
import type {Docker} from '../drivers/docker/docker.js';
import type {Supplied} from '../plan/plan.js';
import {LAB_LABEL, labNodeImage} from '../plan/plan.js';
import {SUPPLY_KINDS, type SupplyChoice, type SupplyKind} from './kinds.js';
import type {LookDocker, Supply, SupplyRequest} from './supply.js';

export type Supplies = Readonly<Record<SupplyKind, Supply>>;

/** Refusals of what the person has said: another supply in its place would hide the mistake. */
const MISTAKES = new Set(['CATALOG-BAD', 'CATALOG-MISSING', 'SUPPLY-BAD-MIRROR']);

const UNKNOWN_VERSION = 'SUPPLY-UNKNOWN-VERSION';

/** What a choice may look at. */
export interface ChoiceLooks {
  /** The engine; undefined where none answers, or none may be asked. */
  readonly docker: Pick<Docker, 'image' | 'containers'> | undefined;
  /** Whether a registry answers, within about two seconds; left out where the network may not be asked. */
  readonly reach?: (() => Promise<boolean>) | undefined;
}

export interface ChosenSupply {
  readonly supplied: Supplied;
  /** Why it is this one, in a few words. */
  readonly why: string;
}

interface Candidate {
  readonly kind: SupplyKind;
  readonly supplied: Supplied;
}

/**
 * Takes the supply that is asked for. `auto` takes the one that the running lab is made of; else a loaded
 * bundle, else what is already there, else the registry where one answers, else the source.
 */
export async function chooseAmong(
  supplies: Supplies,
  choice: SupplyChoice,
  {lab, ...request}: SupplyRequest & {readonly lab: string},
  {docker, reach}: ChoiceLooks,
): Promise<ChosenSupply> {
  if (choice !== 'auto') {
    return {supplied: await supplies[choice].locate(request, docker), why: `--supply ${choice}`};
  }
  const candidates = await candidatesFor(supplies, request, docker);
  const inUse = docker && (await usedBy(lab, candidates, docker));
  if (inUse !== undefined) return {supplied: inUse.supplied, why: `lab ${lab} is made of it`};
  for (const {kind, supplied} of candidates) {
    if (!(await supplies[kind].isThere(supplied, docker))) continue;
    return {supplied, why: kind === 'bundle' ? 'a bundle is loaded' : 'it is there already'};
  }
  const named = (wanted: SupplyKind) => candidates.find(({kind}) => kind === wanted)?.supplied;
  const [registry, source] = [named('registry'), named('source')];
  if (registry !== undefined && source === undefined)
    return {supplied: registry, why: 'it alone has these versions'};
  if (registry !== undefined && (await reach?.()) === true) {
    return {supplied: registry, why: 'nothing is there yet, and the registry answers'};
  }
  if (source !== undefined) {
    const because =
      reach === undefined ? 'nothing is there yet' : 'nothing is there yet, and no registry answers';
    return {supplied: source, why: because};
  }
  throw new RangeError('candidatesFor gives at least one of registry and source');
}

/** The supplies that have what is asked for; where neither registry nor source has it, says why of each. */
async function candidatesFor(
  supplies: Supplies,
  request: SupplyRequest,
  docker: LookDocker,
): Promise<readonly Candidate[]> {
  const refusals: {kind: SupplyKind; error: EastwestError}[] = [];
  const candidates: Candidate[] = [];
  for (const kind of SUPPLY_KINDS) {
    try {
      candidates.push({kind, supplied: await supplies[kind].locate(request, docker)});
    } catch (error) {
      if (!(error instanceof EastwestError) || MISTAKES.has(error.code)) throw error;
      refusals.push({kind, error});
    }
  }
  if (candidates.length > 0) return candidates;
  // A bundle that is not loaded is no reason; a version that nobody has is.
  const unknown = refusals.every(({kind, error}) => kind === 'bundle' || error.code === UNKNOWN_VERSION);
  throw new EastwestError('no supply has what this lab is to be made of', {
    code: unknown ? UNKNOWN_VERSION : 'SUPPLY-NONE',
    details: refusals.map(
      ({kind, error: {message, hint}}) => `${kind}: ${message}${hint === undefined ? '' : ` (${hint})`}`,
    ),
    exitCode: EXIT.usage,
  });
}

/** The supply whose node image the lab's nodes were made from. */
async function usedBy(
  lab: string,
  candidates: readonly Candidate[],
  docker: Pick<Docker, 'image' | 'containers'>,
): Promise<Candidate | undefined> {
  const running = new Set((await docker.containers({[LAB_LABEL]: lab})).map(({imageId}) => imageId));
  if (running.size === 0) return undefined;
  for (const candidate of candidates) {
    const image = await docker.image(labNodeImage(candidate.supplied, lab));
    if (image !== undefined && running.has(image.id)) return candidate;
  }
  return undefined;
}
