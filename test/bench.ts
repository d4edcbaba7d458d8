import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {parse, stringify} from 'yaml';
import {openLab} from '../src/cli/open-lab.js';
import {inOrder} from '../src/engine/graph.js';
import {runSteps} from '../src/engine/run-steps.js';
import type {Kind} from '../src/drivers/kind/kind.js';
import type {Step} from '../src/engine/step.js';
import {allSteps} from '../src/stages.js';
import {eastwest} from './helpers/program.js';
import {projectFile} from './helpers/project.js';

/** What `make bench` prints: times in seconds, memory in MiB. Figures of one machine in one hour; no test. */
interface Figures {
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

const run = promisify(execFile);
const {plan, drivers} = await openLab({lab: projectFile('ch12/lab.yaml'), supply: 'source'});
const steps = allSteps(plan, drivers, {install: true});

async function timed(...args: readonly string[]): Promise<number> {
  const startMs = performance.now();
  const {code, stderr} = await eastwest(...args);
  if (code !== 0) throw new Error(`eastwest ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return seconds(performance.now() - startMs);
}

/** Makes the lab; resolves to the seconds until the first call across, and until all is through. */
async function made(order: readonly Step[]): Promise<{firstCall: number; all: number}> {
  let firstCallMs = Number.NaN;
  const startMs = performance.now();
  await runSteps(order, {
    signal: new AbortController().signal,
    clock: drivers.clock,
    lanes: {go: 1},
    emit: ({id, state}) => {
      if (id === 'apps.call' && (state === 'already' || state === 'made'))
        firstCallMs = performance.now() - startMs;
    },
  });
  return {firstCall: seconds(firstCallMs), all: seconds(performance.now() - startMs)};
}

/** The book's order: each step waits for the one before it, and the clusters have nothing of this lab's tuning. */
function inSequence(): Step[] {
  const {kind} = drivers;
  const plainKind: Kind = {
    ...kind,
    create: (options) => kind.create({...options, config: untuned(options.config)}),
  };
  const all = allSteps(plan, {...drivers, kind: plainKind}, {install: true}).map(afterInstallation);
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

async function memory(node: string): Promise<number> {
  const {stdout} = await run('docker', ['stats', '--no-stream', '--format', '{{.MemUsage}}', node]);
  const [, number = '0', unit = ''] = /^([\d.]+)(\w+)/.exec(stdout.trim()) ?? [];
  return Math.round(Number(number) * (unit.startsWith('G') ? 1024 : 1));
}

function seconds(ms: number): number {
  return Math.round(ms / 100) / 10;
}

await timed('down');
const sequence = await made(inSequence());
await timed('down');
const helpSeconds = await timed('--help');
const doctorSeconds = await timed('doctor');
const parallel = await made(steps);
const upWithNothingToDoSeconds = await timed('up');
const scenariosSeconds = await timed('run', 'ch12');
const memoryMiB: Record<string, number> = {};
for (const {name, node} of plan.clusters) memoryMiB[name] = await memory(node);
const downSeconds = await timed('down');

const figures: Figures = {
  helpSeconds,
  doctorSeconds,
  firstCallSeconds: parallel.firstCall,
  firstCallInSequenceSeconds: sequence.firstCall,
  ofSequence: Math.round((100 * parallel.firstCall) / sequence.firstCall) / 100,
  upFromNoClusterSeconds: parallel.all,
  upWithNothingToDoSeconds,
  scenariosSeconds,
  downSeconds,
  memoryMiB,
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
