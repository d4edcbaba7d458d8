import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, mkdtemp, open, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {systemClock} from '../../src/base/clock.js';
import {waitFor} from '../../src/base/wait-for.js';
import {cacheFolder} from '../../src/cli/open-lab.js';
import {systemProcesses} from '../../src/drivers/process/system-processes.js';
import {buildWrapper, wrapperPath} from '../../src/host/runtime-wrapper.js';
import {withholdsSysResource} from '../../src/host/capabilities.js';
import {engineArguments} from '../../src/host/start-engine.js';
import {systemHost} from '../../src/host/system-host.js';
import {projectFile} from './project.js';
import {eastwestBy, type Ended} from './program.js';

/** The only way out: a device that leads nowhere, with the default route. */
const WAY_OUT = 'outer0';
const NOWHERE = 'outer1';
const signal = new AbortController().signal;

/** What wanted to leave a room. */
export interface Egress {
  /** Packets of this room, its containers' too, that were routed to the way out, and dropped. */
  readonly dropped: number;
  /** Packets that reached the device nevertheless. */
  readonly sent: number;
}

/** A machine without network: an engine of its own, with no data, in a network namespace that nothing leaves. */
export interface Room {
  /** Empty at first; programs run in it, and their cache is in it. */
  readonly folder: string;
  eastwest(...args: readonly string[]): Promise<Ended>;
  /** Runs any program in the room; resolves to what it says on stdout. */
  run(program: string, ...args: readonly string[]): Promise<string>;
  egress(): Promise<Egress>;
  /** Counts from nothing again. */
  forget(): Promise<void>;
  /** Ends the engine and removes all of the room. */
  close(): Promise<void>;
}

/** Makes a room. Needs root, iproute2, iptables and util-linux. */
export async function openRoom(): Promise<Room> {
  const parent = join(cacheFolder(), 'work');
  await mkdir(parent, {recursive: true});
  const folder = await mkdtemp(join(parent, 'room-'));
  const name = `eastwest-${process.pid}`;
  const inside = [`--net=/run/netns/${name}`];
  const env = {DOCKER_HOST: `unix://${folder}/socket`, XDG_CACHE_HOME: join(folder, 'cache')};
  let engine: ChildProcess | undefined;
  const run = async (program: string, ...args: readonly string[]): Promise<string> => {
    const options = {signal, timeoutMs: 600_000, cwd: folder, env};
    return (await systemProcesses.run('nsenter', [...inside, program, ...args], options)).stdout;
  };
  const close = async (): Promise<void> => {
    await ended(engine);
    await unmount(folder);
    await systemProcesses.run('ip', ['netns', 'del', name], {signal, timeoutMs: 10_000});
    await rm(folder, {recursive: true, force: true});
  };
  await systemProcesses.run('ip', ['netns', 'add', name], {signal, timeoutMs: 10_000});
  try {
    await closeOff(run);
    engine = await startEngine(folder, inside);
    await waitFor('the engine of the room', () => answers(run, engine), {
      deadlineMs: 60_000,
      signal,
      clock: systemClock,
    });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    folder,
    run,
    close,
    eastwest: (...args) => eastwestBy(['nsenter', ...inside], folder, {...process.env, ...env}, args),
    forget: async () => void (await run('iptables', '-t', 'mangle', '-Z', 'POSTROUTING')),
    egress: async () => {
      const rules = await run('iptables', '-t', 'mangle', '-nvxL', 'POSTROUTING');
      const [link] = JSON.parse(await run('ip', '-s', '-j', 'link', 'show', WAY_OUT)) as [
        {stats64: {tx: {packets: number}}},
      ];
      return {dropped: Number(/^\s*(\d+).*DROP/m.exec(rules)?.[1]), sent: link.stats64.tx.packets};
    },
  };
}

/**
 * Everything that leaves, the packets of containers too, comes through this chain, which Docker leaves alone; in
 * FORWARD its own rules stand first. Of IPv6 there would only be the kernel's own looking for neighbours.
 */
async function closeOff(run: Room['run']): Promise<void> {
  await run('ip', 'link', 'set', 'lo', 'up');
  await run('ip', 'link', 'add', WAY_OUT, 'type', 'veth', 'peer', 'name', NOWHERE);
  for (const device of [WAY_OUT, NOWHERE])
    await run('sysctl', '-qw', `net.ipv6.conf.${device}.disable_ipv6=1`);
  await run('ip', 'link', 'set', NOWHERE, 'up');
  await run('ip', 'addr', 'add', '192.0.2.2/24', 'dev', WAY_OUT);
  await run('ip', 'link', 'set', WAY_OUT, 'up');
  await run('ip', 'route', 'add', 'default', 'via', '192.0.2.1', 'dev', WAY_OUT);
  await run('iptables', '-t', 'mangle', '-A', 'POSTROUTING', '-o', WAY_OUT, '-j', 'DROP');
}

async function startEngine(folder: string, inside: readonly string[]): Promise<ChildProcess> {
  const places = {
    pidFile: join(folder, 'pid'),
    execRoot: join(folder, 'exec'),
    systemContainerd: '/run/containerd/containerd.sock',
  };
  const tools = {
    host: systemHost,
    processes: systemProcesses,
    cache: cacheFolder(),
    images: projectFile('images'),
  };
  const args = engineArguments({
    ...places,
    dockerd: 'dockerd',
    wrapper: (await withholdsSysResource(systemHost)) ? await wrapper(tools) : undefined,
    logFile: join(folder, 'log'),
    deadlineMs: 60_000,
    // A containerd that is the system's own is shared with the other engine: names keep them apart.
    args: [
      ...['--data-root', join(folder, 'data'), '--host', `unix://${folder}/socket`],
      ...[
        '--containerd-namespace',
        'eastwest-room',
        '--containerd-plugins-namespace',
        'eastwest-room-plugins',
      ],
    ],
  });
  const log = await open(join(folder, 'log'), 'w');
  try {
    // nsenter becomes dockerd, so that the pid is the engine's.
    return spawn('nsenter', [...inside, 'dockerd', ...args], {stdio: ['ignore', log.fd, log.fd]});
  } finally {
    await log.close();
  }
}

async function wrapper(tools: Parameters<typeof buildWrapper>[0]): Promise<string> {
  const path = await wrapperPath(tools);
  return (await systemHost.exists(path)) ? path : buildWrapper(tools, signal);
}

async function answers(run: Room['run'], engine: ChildProcess | undefined) {
  if (engine?.exitCode !== null) throw new Error(`dockerd ended with ${engine?.exitCode}`);
  const said = await run('docker', 'info', '--format', '{{.ServerVersion}}').catch(() => undefined);
  return {done: said !== undefined, seen: said ?? 'no answer'};
}

/** It ends its containers first, which takes up to ten seconds of each. */
async function ended(engine: ChildProcess | undefined): Promise<void> {
  if (engine?.pid === undefined || engine.exitCode !== null || engine.signalCode !== null) return;
  const exit = once(engine, 'exit');
  engine.kill('SIGTERM');
  const killer = new AbortController();
  const kill = systemClock.sleep(60_000, killer.signal).then(
    () => engine.kill('SIGKILL'),
    () => undefined,
  );
  await exit;
  killer.abort();
  await kill;
}

/** What an engine that ended hard has left mounted. */
async function unmount(folder: string): Promise<void> {
  const mounts = ((await systemHost.readFile('/proc/mounts')) ?? '')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
  for (const path of mounts.reverse())
    await systemProcesses.run('umount', ['--lazy', path], {signal, timeoutMs: 10_000});
}
