import {parse, stringify} from 'yaml';
import {inOrder} from '../../src/engine/graph.js';
import type {Kind} from '../../src/drivers/kind/kind.js';
import type {Step} from '../../src/engine/step.js';
import type {OpenLab} from '../../src/cli/open-lab.js';
import {made, memoryOf, opened, stepsOf, timed} from './making.js';

/** Of the chapter's lab, with its scenarios, and against the book's way of making it. */
export interface ChapterFigures {
  readonly helpSeconds: number;
  readonly doctorSeconds: number;
  /** From no cluster to the first call that crosses the clusters and comes back with 200. */
  readonly firstCallSeconds: number;
  /** The same steps one after the other, on clusters as kind makes them by itself; no `kind load` is needed. */
  readonly firstCallInSequenceSeconds: number;
  /** The first over the second. */
  readonly ofSequence: number;
  readonly upFromNoClusterSeconds: number;
  readonly upWithNothingToDoSeconds: number;
  readonly scenariosSeconds: number;
  readonly downSeconds: number;
  /** Working set by cluster: the node's container with all that runs in it. */
  readonly memoryMiB: Readonly<Record<string, number>>;
}

export async function chapterFigures(): Promise<ChapterFigures> {
  const lab = await opened('ch12/lab.yaml');
  await timed('down');
  const sequence = await made(inSequence(lab), lab);
  await timed('down');
  const helpSeconds = await timed('--help');
  const doctorSeconds = await timed('doctor');
  const parallel = await made(stepsOf(lab), lab);
  const upWithNothingToDoSeconds = await timed('up');
  const scenariosSeconds = await timed('run', 'ch12');
  const memoryMiB = await memoryOf(lab);
  return {
    helpSeconds,
    doctorSeconds,
    firstCallSeconds: parallel.firstCall,
    firstCallInSequenceSeconds: sequence.firstCall,
    ofSequence: Math.round((100 * parallel.firstCall) / sequence.firstCall) / 100,
    upFromNoClusterSeconds: parallel.all,
    upWithNothingToDoSeconds,
    scenariosSeconds,
    downSeconds: await timed('down'),
    memoryMiB,
  };
}

/** The book's order: each step waits for the one before it, and the clusters have nothing of this lab's tuning. */
function inSequence({drivers, ...rest}: OpenLab): Step[] {
  const {kind} = drivers;
  const plainKind: Kind = {
    ...kind,
    create: (options) => kind.create({...options, config: untuned(options.config)}),
  };
  const all = stepsOf({...rest, drivers: {...drivers, kind: plainKind}}).map(afterInstallation);
  return inOrder(all).map((step, index, ordered) => {
    const before = ordered[index - 1];
    return before === undefined ? step : {...step, needs: [...step.needs, before.id]};
  });
}

/** What waits beside an installation would, in sequence, wait for what has not begun. */
function afterInstallation(step: Step): Step {
  const [stage, cluster, thing] = step.id.split('.');
  const installation = `${stage}.${cluster}.control-plane`;
  if (thing === 'api') return {...step, needs: [...step.needs, `clusters.${cluster}.node`]};
  return thing === 'istiod' ? {...step, needs: [...step.needs, installation]} : step;
}

function untuned(config: string): string {
  const cluster = parse(config) as {nodes: object[]};
  const nodes = cluster.nodes.map((node) => ({...node, kubeadmConfigPatches: []}));
  return stringify({...cluster, nodes});
}
