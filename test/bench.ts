import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import {openLab} from '../src/cli/open-lab.js';
import {eastwest} from './e2e/program.js';
import {projectFile} from './helpers/project.js';

/** What `make bench` prints: times in seconds, memory in MiB. Figures of one machine in one hour; no test. */
interface Figures {
  readonly helpSeconds: number;
  readonly doctorSeconds: number;
  readonly upFromNoClusterSeconds: number;
  readonly upWithNothingToDoSeconds: number;
  readonly scenariosSeconds: number;
  readonly downSeconds: number;
  /** Working set by cluster: the node's container with all that runs in it. */
  readonly memoryMiB: Readonly<Record<string, number>>;
}

const run = promisify(execFile);

async function timed(...args: readonly string[]): Promise<number> {
  const startMs = performance.now();
  const {code, stderr} = await eastwest(...args);
  if (code !== 0) throw new Error(`eastwest ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return Math.round(performance.now() - startMs) / 1000;
}

async function memory(node: string): Promise<number> {
  const {stdout} = await run('docker', ['stats', '--no-stream', '--format', '{{.MemUsage}}', node]);
  const [, number = '0', unit = ''] = /^([\d.]+)(\w+)/.exec(stdout.trim()) ?? [];
  return Math.round(Number(number) * (unit.startsWith('G') ? 1024 : 1));
}

await timed('down');
const helpSeconds = await timed('--help');
const doctorSeconds = await timed('doctor');
const upFromNoClusterSeconds = await timed('up');
const upWithNothingToDoSeconds = await timed('up');
const scenariosSeconds = await timed('run', 'ch12');
const {plan} = openLab({lab: projectFile('ch12/lab.yaml'), supply: 'source'});
const memoryMiB: Record<string, number> = {};
for (const {name, node} of plan.clusters) memoryMiB[name] = await memory(node);
const downSeconds = await timed('down');

const figures: Figures = {
  helpSeconds,
  doctorSeconds,
  upFromNoClusterSeconds,
  upWithNothingToDoSeconds,
  scenariosSeconds,
  downSeconds,
  memoryMiB,
};
process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
