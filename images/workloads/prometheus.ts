import {spawn} from 'node:child_process';
import {mkdir, mkdtemp, readFile, rename, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {listAll} from './kubernetes-api.js';
import {
  endpointsTargets,
  nodeTargets,
  podTargets,
  serviceTargets,
  type Endpoints,
  type Node,
  type Pod,
  type Service,
} from './kubernetes-targets.js';
import {withFileDiscovery} from './prometheus-config.js';

// Runs Debian's Prometheus with the arguments that it is given, and does for it what Debian's build leaves out:
// discovery in Kubernetes. The targets lie in files, which Prometheus watches; its configuration names them.

const PROGRAM = '/usr/bin/prometheus';
const CONFIG_FLAG = '--config.file=';
const EVERY_MS = 5000;

async function main(args: readonly string[]): Promise<void> {
  const config = args.find((arg) => arg.startsWith(CONFIG_FLAG))?.slice(CONFIG_FLAG.length);
  if (config === undefined) throw new Error(`wants ${CONFIG_FLAG}FILE`);
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
  const [own, targets] = [join(folder, 'prometheus.yml'), join(folder, 'targets')];
  await mkdir(targets);
  let known = await readFile(config, 'utf8');
  await writeFile(own, withFileDiscovery(known, targets));
  await discover(targets).catch(told);

  const others = args.filter((arg) => !arg.startsWith(CONFIG_FLAG));
  const prometheus = spawn(PROGRAM, [`${CONFIG_FLAG}${own}`, ...others], {stdio: 'inherit'});
  prometheus.once('error', (error) => {
    told(error);
    process.exit(1);
  });
  prometheus.once('exit', (code) => process.exit(code ?? 1));
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(signal, () => prometheus.kill(signal));
  }

  for (;;) {
    await delay(EVERY_MS);
    await discover(targets).catch(told);
    const now = await readFile(config, 'utf8').catch(() => known);
    if (now === known) continue;
    known = now;
    await replace(own, withFileDiscovery(now, targets));
    prometheus.kill('SIGHUP');
  }
}

/** Writes down what is there now. What cannot be asked stays as it was. */
async function discover(folder: string): Promise<void> {
  const [pods, nodes, services, endpoints] = (await Promise.all(
    ['pods', 'nodes', 'services', 'endpoints'].map((kind) => listAll(kind, process.env)),
  )) as unknown as [readonly Pod[], readonly Node[], readonly Service[], readonly Endpoints[]];
  const found = {
    pod: podTargets(pods),
    node: nodeTargets(nodes),
    service: serviceTargets(services),
    endpoints: endpointsTargets(endpoints, services, pods),
  };
  for (const [role, groups] of Object.entries(found)) {
    await replace(join(folder, `${role}.json`), JSON.stringify(groups));
  }
}

/** A reader finds the old file or the new one, and never half of it; one that is the same is left alone. */
async function replace(file: string, text: string): Promise<void> {
  const old = await readFile(file, 'utf8').catch(() => undefined);
  if (old === text) return;
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

function told(error: unknown): void {
  console.error(error instanceof Error ? error.message : String(error));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  told(error);
  process.exit(1);
});
