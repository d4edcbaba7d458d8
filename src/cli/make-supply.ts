import type {StepEvent} from '../engine/events.js';
import {runSteps, type StepsResult} from '../engine/run-steps.js';
import type {Step} from '../engine/step.js';
import {hostSteps} from '../host/index.js';
import {allSteps} from '../stages.js';
import {istioBuildSteps, istioToBuild, SUPPLY_LANES} from '../supply/index.js';
import {engineAnswers} from './engine-answers.js';
import {openLab, type LabOptions, type OpenLab} from './open-lab.js';
import {stepRenderer} from './render/step-renderer.js';

export interface RunSettings {
  readonly install: boolean;
  readonly signal: AbortSignal;
}

export interface ShownResult extends StepsResult {
  /** The events that tell how long a step took. */
  readonly ends: readonly StepEvent[];
}

/** Brings steps about with their progress on stderr. */
export async function runShown(
  steps: readonly Step[],
  {drivers}: Pick<OpenLab, 'drivers'>,
  {signal}: Pick<RunSettings, 'signal'>,
): Promise<ShownResult> {
  const renderer = await stepRenderer(steps, process.stderr.isTTY);
  const {clock} = drivers;
  const ends: StepEvent[] = [];
  const emit = (event: StepEvent): void => {
    if (event.tookMs !== undefined) ends.push(event);
    renderer.emit(event);
  };
  try {
    return {...(await runSteps(steps, {signal, clock, emit, lanes: SUPPLY_LANES})), ends};
  } finally {
    await renderer.end();
  }
}

/** The steps of the host and of the supply alone. */
export function supplyOnly(
  {plan, drivers}: OpenLab,
  {install}: Pick<RunSettings, 'install'>,
): readonly Step[] {
  return allSteps(plan, drivers, {install}).filter(({id}) => /^(host|supply)\./.test(id));
}

/** Builds versions of Istio by themselves, beside what a lab is made of; resolves to the ids of the steps that were made. */
export async function makeIstio(
  versions: readonly string[],
  opened: OpenLab,
  {install, signal}: RunSettings,
): Promise<readonly string[]> {
  const {plan, drivers} = opened;
  const engine = (await engineAnswers(drivers.docker)) ? drivers.docker : undefined;
  const istioBuilds = (await istioToBuild(plan, versions, engine)).length;
  const steps = [
    ...hostSteps(plan, drivers, {install, istioBuilds}),
    ...istioBuildSteps(plan, versions, drivers),
  ];
  return (await runShown(steps, opened, {signal})).made;
}

/** What must be over before the plan can be told for sure. */
async function firstSteps(opened: OpenLab, settings: RunSettings): Promise<readonly Step[]> {
  if (opened.plan.supplied.proxy.expected === true) return supplyOnly(opened, settings);
  if ((await opened.drivers.docker.info(settings.signal)) !== undefined) return [];
  return supplyOnly(opened, settings).filter(({id}) => id.startsWith('host.'));
}

/**
 * Opens a lab to make it. Which proxy an image holds is known once it is here, and what the mesh needs depends on
 * it: where it is only expected yet, the supply is made first, and the plan afterwards says what was found. What the mesh
 * of a lab is that is there already stands in its nodes, so an engine that does not run is started first.
 */
export async function openWithSupply(
  options: LabOptions,
  settings: RunSettings,
): Promise<OpenLab & {readonly before: ShownResult}> {
  const opened = await openLab(options, 'network');
  process.stderr.write(`${opened.chosen}\n`);
  const steps = await firstSteps(opened, settings);
  if (steps.length === 0) return {...opened, before: {made: [], already: [], ends: []}};
  const before = await runShown(steps, opened, settings);
  const again = await openLab({...options, supply: opened.plan.supplied.supply});
  return {...again, chosen: opened.chosen, before};
}
