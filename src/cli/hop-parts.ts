import {asNoted, readNotes} from '../upgrade/note.js';
import type {Plan} from '../plan/plan.js';
import {loadScenarios, runScenarios, type Scenario, type Verdict} from '../scenario/index.js';
import type {Change, HopParts, StateName} from '../upgrade/index.js';
import {explainer} from './explainer.js';
import type {UpgradeOptions} from './hop-request.js';
import {ailmentsOf} from './lab-health.js';
import type {OpenLab} from './open-lab.js';
import {runRenderer} from './render/run.js';
import {scenariosFolder} from './scenario-options.js';
import {worldOf} from './world.js';

type Verdicts = ReadonlyMap<string, Verdict>;

/**
 * What a hop works with: the packs that are run in each state, and what `explain` and `status` say of the lab. The packs
 * are read, and refused, before anything is touched.
 */
export function hopParts(opened: OpenLab, options: UpgradeOptions, signal: AbortSignal): HopParts {
  const {pack = []} = options;
  const scenarios = pack.length === 0 ? [] : loadScenarios(scenariosFolder(options), pack, opened.plan, {});
  const taken = new Map<StateName, Verdicts>();
  return {
    takeState: async (name) => {
      taken.set(name, await verdictsIn(scenarios, opened, signal));
    },
    changes: () => Promise.resolve(changedVerdicts(taken)),
    ailments: async () => ailmentsOf(opened, await planNow(opened), signal),
  };
}

/** The lab as its nodes say it is by now. */
async function planNow({plan, drivers}: OpenLab): Promise<Plan> {
  return asNoted(plan, await readNotes(plan, drivers.docker));
}

async function verdictsIn(
  scenarios: readonly Scenario[],
  opened: OpenLab,
  signal: AbortSignal,
): Promise<Verdicts> {
  if (scenarios.length === 0) return new Map();
  const plan = await planNow(opened);
  const world = worldOf({...opened, plan});
  const explain = explainer(plan, opened.drivers);
  const results = await runScenarios(scenarios, world, {signal, emit: runRenderer(), explain});
  return new Map(results.map(({id, verdict}) => [id, verdict]));
}

/** Scenarios that have another verdict in a later state than before. Pure. */
export function changedVerdicts(taken: ReadonlyMap<StateName, Verdicts>): readonly Change[] {
  const before = taken.get('before');
  if (before === undefined) return [];
  return [...taken].flatMap(([state, verdicts]) =>
    [...verdicts].flatMap(([id, verdict]) => {
      const was = before.get(id);
      return was === undefined || was === verdict
        ? []
        : [{name: `scenario ${id}`, known: false, text: `${id} ${was} before, ${verdict} ${state}`}];
    }),
  );
}
