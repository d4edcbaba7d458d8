import type {ContainerInfo, Docker} from '../../src/drivers/docker/docker.js';
import type {Kube, KubeObject, StampedLine} from '../../src/drivers/kube/kube.js';
import type {LabReach} from '../../src/explain/scene.js';
import type {ClusterPlan, Plan} from '../../src/plan/plan.js';
import {FakeClock} from './clock.js';
import {untouchable} from './drivers.js';
import {listOf} from './kube.js';

/** What one cluster answers: its objects, and the pages of its proxies and its istiod by pod and page. */
export interface ClusterAnswers {
  objects: KubeObject[];
  readonly pages: Map<string, unknown>;
  /** What proxies have written, by pod; nothing where there is none. */
  readonly logs: Map<string, readonly StampedLine[]>;
  ready: boolean;
  /** Tokens that its API server accepts. */
  readonly tokens: Set<string>;
}

/** Answers of a whole lab for reading, such as a real one gives; nothing acts on them. */
export interface AnsweringLab extends LabReach {
  readonly clock: FakeClock;
  readonly clusters: ReadonlyMap<string, ClusterAnswers>;
  readonly containers: Map<string, ContainerInfo>;
  /** Exit code and output of a command in a container; undefined leaves it to the usual answer. */
  onExec: (container: string, command: readonly string[]) => {exitCode: number; stdout: string} | undefined;
  engine: boolean;
}

export function answeringLab(plan: Plan, clusters: ReadonlyMap<string, ClusterAnswers>): AnsweringLab {
  const clock = new PatientClock();
  const containers = new Map([
    ...plan.clusters.map(({node}, index) => [node, container(node, `172.18.0.${index + 2}`, plan)] as const),
    [plan.client.name, container(plan.client.name, '172.18.0.9', plan)] as const,
  ]);
  const lab: AnsweringLab = {
    plan,
    clock,
    clusters,
    containers,
    engine: true,
    onExec: () => undefined,
    kube: (name) => kubeOf(clusters.get(name)),
    docker: untouchable<Docker>('docker', {
      info: () =>
        Promise.resolve(
          lab.engine
            ? {
                version: '20.10.24',
                rootDir: '/var/lib/docker',
                cgroupDriver: 'cgroupfs',
                defaultRuntime: 'runc',
                platform: {os: 'linux', architecture: 'amd64'},
                cpus: 2,
                memoryBytes: 24e9,
              }
            : undefined,
        ),
      container: (name) => Promise.resolve(containers.get(name)),
      network: (name) => Promise.resolve({id: '1', name, labels: {}, subnet: '172.18.0.0/16'}),
      exec: (name, command) => {
        const usual =
          command[0] === 'date'
            ? `${Math.floor(clock.date().getTime() / 1000)}\n`
            : command.some((word) => word.startsWith('Host: '))
              ? '[]\n200'
              : '0.000412';
        const {exitCode, stdout} = lab.onExec(name, command) ?? {exitCode: 0, stdout: usual};
        return Promise.resolve({exitCode, stdout, stderr: ''});
      },
    }),
  };
  return lab;
}

/** The longest pause between two looks, or within one; a longer sleep is the alarm of a look, which here is always answered in time. */
const LONGEST_PAUSE_MS = 1500;

class PatientClock extends FakeClock {
  override sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= LONGEST_PAUSE_MS) return super.sleep(ms, signal);
    return new Promise((_, reject) =>
      signal?.addEventListener('abort', () => reject(new Error('no longer waited for')), {once: true}),
    );
  }
}

function container(name: string, address: string, plan: Plan): ContainerInfo {
  const addresses = {[plan.dockerNetwork.name]: address};
  return {id: name, name, running: true, paused: false, imageId: 'sha256:1', labels: {}, addresses};
}

function kubeOf(answers: ClusterAnswers | undefined): Kube {
  if (answers === undefined) throw new Error('no such cluster');
  return untouchable<Kube>('kube', {
    ready: () => Promise.resolve(answers.ready),
    list: (apiVersion, kind, where) =>
      listOf(new Map(answers.objects.map((object, index) => [String(index), object])))(
        apiVersion,
        kind,
        where,
      ),
    create: ({spec}) => {
      const {token = ''} = spec as {token?: string};
      const authenticated = answers.tokens.has(token);
      return Promise.resolve({status: authenticated ? {authenticated} : {error: 'token has expired'}});
    },
    logLines: (_namespace, pod) => Promise.resolve(answers.logs.get(pod) ?? []),
    exec: (command, {pod}) => {
      const page = answers.pages.get(`${pod} ${command.at(-1) ?? ''}`);
      if (page === undefined) throw new Error(`${pod} has no page ${command.at(-1) ?? ''}`);
      return Promise.resolve({exitCode: 0, stdout: `${JSON.stringify(page)}\n`, stderr: ''});
    },
  });
}

/** The clusters of a plan by their names. */
export function eachCluster<T>(plan: Plan, make: (cluster: ClusterPlan) => T): ReadonlyMap<string, T> {
  return new Map(plan.clusters.map((cluster) => [cluster.name, make(cluster)]));
}
