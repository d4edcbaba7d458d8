import type Dockerode from 'dockerode';
import {ending, removeEnding} from './ended.js';
import {ask, lookUp, removal} from './engine.js';
import type {ContainerInfo, ContainerSpec, Docker, Labels} from './docker.js';

type ContainerCalls = Pick<
  Docker,
  | 'container'
  | 'containers'
  | 'startContainer'
  | 'stopContainer'
  | 'pauseContainer'
  | 'unpauseContainer'
  | 'createContainer'
  | 'removeContainer'
  | 'processorSeconds'
>;

export function containerCalls(engine: Dockerode): ContainerCalls {
  const container = async (name: string): Promise<ContainerInfo | undefined> => {
    const found = await lookUp(`look at container ${name}`, () => engine.getContainer(name).inspect());
    return found && toInfo(found);
  };
  return {
    container,
    containers: async (labels) => {
      const rows = await ask('list containers', () =>
        engine.listContainers({all: true, filters: {label: labelFilter(labels)}}),
      );
      const found = await Promise.all(rows.map((row) => container(row.Id)));
      return found.filter((info) => info !== undefined);
    },
    startContainer: async (name) => {
      await ask(`start container ${name}`, () => engine.getContainer(name).start());
    },
    stopContainer: async (name, graceSeconds) => {
      const found = engine.getContainer(name);
      await ask(`stop container ${name}`, () => ending(engine, found, () => stopped(found, graceSeconds)));
    },
    pauseContainer: async (name) => {
      await ask(`pause container ${name}`, () => engine.getContainer(name).pause());
    },
    unpauseContainer: async (name) => {
      await ask(`unpause container ${name}`, () => engine.getContainer(name).unpause());
    },
    createContainer: async (spec) => {
      const made = await ask(`create container ${spec.name}`, () => engine.createContainer(toCreate(spec)));
      await ask(`start container ${spec.name}`, () => made.start());
    },
    removeContainer: (name) =>
      removal(`remove container ${name}`, () => removeEnding(engine, engine.getContainer(name))),
    processorSeconds: async (name, {signal, timeoutMs}) => {
      const abortSignal = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
      const found = engine.getContainer(name);
      // Without `one-shot` the engine looks twice, a second apart. dockerode's types know neither its signal nor what is left out.
      const {stats} = found as unknown as {stats(options: object): Promise<Stats>};
      const seen = await lookUp(`ask what container ${name} uses`, () =>
        stats.call(found, {stream: false, 'one-shot': true, abortSignal}),
      );
      const nanoseconds = seen?.cpu_stats?.cpu_usage?.total_usage ?? 0;
      return nanoseconds === 0 ? undefined : nanoseconds / NANOSECONDS;
    },
  };
}

/** The engine's filter for things that carry all of these labels. */
export function labelFilter(labels: Labels): string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}

/** Of a container that does not run the engine says 0, or nothing. */
interface Stats {
  readonly cpu_stats?: {readonly cpu_usage?: {readonly total_usage?: number}};
}

const NANOSECONDS = 1e9;

const ALREADY_STOPPED = 304;

async function stopped(container: Dockerode.Container, graceSeconds: number): Promise<void> {
  try {
    await container.stop({t: graceSeconds});
  } catch (error) {
    if ((error as {readonly statusCode?: number}).statusCode !== ALREADY_STOPPED) throw error;
  }
}

function toInfo(found: Dockerode.ContainerInspectInfo): ContainerInfo {
  const networks = Object.entries(found.NetworkSettings.Networks);
  return {
    id: found.Id,
    name: found.Name.replace(/^\//, ''),
    // A container that dies at once and is started again counts as running for the engine, not for us.
    running: found.State.Running && !found.State.Restarting,
    paused: found.State.Paused,
    startedAtMs: Date.parse(found.State.StartedAt),
    imageId: found.Image,
    labels: found.Config.Labels,
    addresses: Object.fromEntries(networks.map(([network, {IPAddress}]) => [network, IPAddress])),
    gateways: Object.fromEntries(
      networks.filter(([, {Gateway}]) => Gateway !== '').map(([network, {Gateway}]) => [network, Gateway]),
    ),
  };
}

function toCreate(spec: ContainerSpec): Dockerode.ContainerCreateOptions {
  const {name, image, labels, network, command, entrypoint, privileged, capabilities, restart, binds} = spec;
  const {autoRemove, stopSignal, cpuShares} = spec;
  return {
    name,
    Image: image,
    Labels: labels,
    ...(command === undefined ? {} : {Cmd: [...command]}),
    ...(entrypoint === undefined ? {} : {Entrypoint: [...entrypoint]}),
    ...(stopSignal === undefined ? {} : {StopSignal: stopSignal}),
    HostConfig: {
      ...(network === undefined ? {} : {NetworkMode: network}),
      ...(privileged === undefined ? {} : {Privileged: privileged}),
      ...(capabilities === undefined ? {} : {CapAdd: [...capabilities]}),
      ...(cpuShares === undefined ? {} : {CpuShares: cpuShares}),
      ...(restart === undefined ? {} : {RestartPolicy: {Name: restart}}),
      ...(autoRemove === undefined ? {} : {AutoRemove: autoRemove}),
      ...(binds === undefined ? {} : {Binds: [...binds]}),
    },
  };
}
