import {rmSync} from 'node:fs';
import {EastwestError, throwIfInterrupted} from '../base/errors.js';
import {judge, takeState, type MeshState} from '../differences/index.js';
import type {Plan} from '../plan/plan.js';
import type {RunStory} from '../report/index.js';
import type {Scenario} from '../scenario/index.js';
import {
  installedIstio,
  type Hop,
  type HopParts,
  type StateName,
  type StatesJudged,
} from '../upgrade/index.js';
import {asNoted, readNotes} from '../upgrade/note.js';
import type {HopFolder} from './hop-folder.js';
import type {OpenLab} from './open-lab.js';
import {runRecorded} from './recorded-run.js';
import {shown} from './shown.js';
import {worldOf} from './world.js';

export interface HopStatesOptions {
  readonly hop: Hop;
  readonly folder: HopFolder;
  /** What is run in each state; may be none. */
  readonly scenarios: readonly Scenario[];
  /** Names of known changes that may come. */
  readonly allow: readonly string[];
  readonly signal: AbortSignal;
}

/** The lab as its nodes say it is by now. */
export async function planNow({plan, drivers}: OpenLab): Promise<Plan> {
  return asNoted(plan, await readNotes(plan, drivers.docker));
}

/** The states of a hop: each is kept in its folder, so that a hop that is gone on with has those of earlier runs. */
export function hopStates(opened: OpenLab, options: HopStatesOptions): Pick<HopParts, 'takeState' | 'judge'> {
  return {
    takeState: async (name) => {
      const {hop, folder, signal} = options;
      const now = {...opened, plan: await planNow(opened)};
      // Packs first: the mesh that they leave is the one that goes on.
      const story = await packsIn(name, now, options);
      const istio = await installedIstio(now.plan, hop, now.drivers.kubeFor);
      const more = story === undefined ? {} : {story};
      folder.writeState(await takeState(worldOf(now), {name, signal, istio, ...more}));
    },
    judge: (names) => Promise.resolve(judgedStates(names, options)),
  };
}

/**
 * States of a hop's folder against the one before the hop.
 *
 * @throws ALLOW-UNKNOWN
 */
export function judgedStates(
  names: readonly StateName[],
  {hop, folder, allow}: Pick<HopStatesOptions, 'hop' | 'folder' | 'allow'>,
): StatesJudged {
  const states = keptStates(folder, ['before', ...names]);
  if (typeof states === 'string') return {missing: states};
  const [before, ...others] = states;
  if (before?.name !== 'before') {
    return {missing: `nobody knows what has changed: ${shown(folder.path)} has no state before the hop`};
  }
  const {from, to} = hop;
  return {judgement: judge(before, others, {from: from.version, to: to.version, allow})};
}

/** Those that were taken; or what is wrong with one of them, which must not keep a hop from its end. */
export function keptStates(folder: HopFolder, names: readonly StateName[]): readonly MeshState[] | string {
  try {
    return names.flatMap((name) => folder.readState(name) ?? []);
  } catch (error) {
    if (error instanceof EastwestError && error.code === 'STATE-DAMAGED') return error.message;
    throw error;
  }
}

async function packsIn(
  name: StateName,
  opened: OpenLab,
  {folder, scenarios, signal}: HopStatesOptions,
): Promise<RunStory | undefined> {
  if (scenarios.length === 0) return undefined;
  const run = folder.runFolder(name);
  // What a killed hop had begun to record of it is no part of this one.
  rmSync(run, {recursive: true, force: true});
  const {story} = await runRecorded(scenarios, opened, {folder: run, language: 'en', signal});
  throwIfInterrupted(signal);
  return story;
}
