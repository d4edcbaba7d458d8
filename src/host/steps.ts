import {join} from 'node:path';
import {EXIT} from '../base/errors.js';
import {HopelessError, type Look} from '../base/wait-for.js';
import type {Step, StepContext} from '../engine/step.js';
import type {Plan} from '../plan/plan.js';
import {withholdsSysResource} from './capabilities.js';
import {canInstall} from './debian.js';
import {doctor} from './doctor.js';
import {hindrances, type Finding} from './finding.js';
import {installArguments, installPackages, missingPackages} from './packages.js';
import type {Host} from './host.js';
import {toolsFor, type HostDrivers, type HostTools} from './probes.js';
import {systemHost} from './system-host.js';
import {locate} from './programs.js';
import {buildWrapper, wrapperPath} from './runtime-wrapper.js';
import {startEngine, USUAL_PLACES} from './start-engine.js';

const ENGINE_DEADLINE_MS = 90_000;

export interface HostOptions {
  /** False: what is missing on the host is reported, not installed or started. */
  readonly install: boolean;
  /** How many versions of Istio are to be built, where that is all that is to be done; left out for a lab. */
  readonly istioBuilds?: number;
}

/** Stage "host": what cannot be cured ends it before anything is touched; then the rest is cured. */
export function hostSteps(
  plan: Plan,
  drivers: HostDrivers,
  {install, istioBuilds}: HostOptions,
  host: Host = systemHost,
): Step[] {
  const tools = toolsFor(plan, drivers, host);
  const look = (signal: AbortSignal, mayInstall: boolean): Promise<Look> =>
    lookFit(plan, tools, {install: mayInstall, signal, istioBuilds});
  return [
    fitStep('host.fit', 'Host is fit for the lab', [], (signal) => look(signal, install)),
    packagesStep(plan, tools, install),
    runtimeStep(tools),
    engineStep(tools),
    fitStep('host.ready', 'Host is ready', ['host.engine'], (signal) => look(signal, false)),
  ];
}

async function lookFit(
  plan: Plan,
  tools: HostTools,
  {install, signal, istioBuilds}: {install: boolean; signal: AbortSignal; istioBuilds: number | undefined},
): Promise<Look> {
  const findings = await doctor(plan, tools, signal, tools.host, istioBuilds);
  const found = hindrances(findings, install);
  if (found.length > 0) throw unfit(found);
  const warnings = findings.filter(({level}) => level === 'warning').length;
  return {done: true, seen: `${findings.length} checks, ${warnings} warnings`};
}

/** One error that names every fault, by the code of the most basic one. */
export function unfit(faults: readonly Finding[]): HopelessError {
  const [first] = faults;
  const count = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`;
  return new HopelessError(`the host is not fit: ${first?.what}: ${first?.seen}${count}`, {
    code: first?.code ?? 'HOST-UNFIT',
    ...(first?.remedy === undefined ? {} : {hint: first.remedy}),
    details: faults
      .slice(1)
      .map(({code, what, seen, remedy}) => `${code} ${what}: ${seen}. Remedy: ${remedy}`),
    exitCode: EXIT.hostUnfit,
  });
}

function fitStep(
  id: string,
  title: string,
  needs: readonly string[],
  look: (signal: AbortSignal) => Promise<Look>,
): Step {
  return {
    id,
    title,
    needs,
    commands: ['eastwest doctor'],
    deadlineMs: 5000,
    done: ({signal}) => look(signal),
    // Only a fault makes `done` false, and that ends the step: nothing is left to do here.
    run: async ({signal}) => void (await look(signal)),
  };
}

function packagesStep(plan: Plan, tools: HostTools, install: boolean): Step {
  const missing = (signal: AbortSignal): Promise<string[]> => missingPackages(plan, tools, signal);
  return {
    id: 'host.packages',
    title: 'Packages of the distribution',
    needs: ['host.fit'],
    commands: [
      'apt-get update',
      'apt-get install -y --no-install-recommends docker.io iptables iproute2 debootstrap',
    ],
    deadlineMs: 5000,
    done: async ({signal}) => {
      const packages = await missing(signal);
      return {
        done: packages.length === 0,
        seen: packages.length === 0 ? 'all there' : `missing: ${packages.join(', ')}`,
      };
    },
    run: async ({signal, say}) => {
      const packages = await missing(signal);
      const command = `apt-get ${installArguments(packages).join(' ')}`;
      if (!install || !(await canInstall(tools.host))) {
        const details = {code: 'HOST-PACKAGES', hint: command, exitCode: EXIT.hostUnfit};
        throw new HopelessError(`packages are missing: ${packages.join(', ')}`, details);
      }
      say(command);
      await installPackages(packages, tools, signal);
      if (packages.includes('docker.io')) await stopUnwrapped(tools, signal);
    },
  };
}

function runtimeStep(tools: HostTools): Step {
  return {
    id: 'host.runtime',
    title: 'Runtime wrapper, where CAP_SYS_RESOURCE is withheld',
    needs: ['host.fit'],
    commands: ['go build -o runc-wrapper ./images/runtime'],
    deadlineMs: 5000,
    done: async ({signal}) => {
      if ((await tools.docker.info(signal)) !== undefined) return {done: true, seen: 'an engine runs'};
      if (!(await startsByHand(tools))) return {done: true, seen: 'not needed'};
      if (!(await withholdsSysResource(tools.host))) return {done: true, seen: 'not needed'};
      const path = await wrapperPath(tools);
      return {done: await tools.host.exists(path), seen: path};
    },
    run: async ({signal}) => void (await buildWrapper(tools, signal)),
  };
}

function engineStep(tools: HostTools): Step {
  const {docker, host, processes, cache} = tools;
  const logFile = join(cache, 'logs', 'dockerd.log');
  return {
    id: 'host.engine',
    title: 'Docker engine',
    needs: ['host.packages', 'host.runtime'],
    commands: ['systemctl start docker || dockerd &'],
    deadlineMs: ENGINE_DEADLINE_MS,
    done: async ({signal}) => {
      const info = await docker.info(signal);
      return info === undefined
        ? {done: false, seen: 'no engine answers'}
        : {done: true, seen: `Docker ${info.version}`};
    },
    run: async (context: StepContext) => {
      if (!(await startsByHand(tools))) {
        context.say('systemctl start docker');
        await processes.run('systemctl', ['start', 'docker'], {
          signal: context.signal,
          timeoutMs: ENGINE_DEADLINE_MS,
        });
        return;
      }
      context.say(`starting dockerd, which goes on after the lab; log: ${logFile}`);
      const wrapper = (await withholdsSysResource(host)) ? await wrapperPath(tools) : undefined;
      const dockerd = (await locate('dockerd', tools)) ?? 'dockerd';
      const start = {...USUAL_PLACES, dockerd, wrapper, logFile, deadlineMs: ENGINE_DEADLINE_MS, args: []};
      await startEngine(start, tools, context);
    },
  };
}

/** Where systemd is in charge, it starts the engine. */
async function startsByHand({host}: Pick<HostTools, 'host'>): Promise<boolean> {
  return !(await host.exists('/run/systemd/system'));
}

/** Without systemd, the package's own script may have started an engine: one that lacks the wrapper is no use. */
async function stopUnwrapped({host, docker, processes}: HostTools, signal: AbortSignal): Promise<void> {
  if (!(await withholdsSysResource(host)) || (await docker.info(signal)) === undefined) return;
  await processes.run('service', ['docker', 'stop'], {signal, timeoutMs: ENGINE_DEADLINE_MS});
}
