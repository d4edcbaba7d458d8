import {EastwestError} from '../base/errors.js';
import type {Docker} from '../drivers/docker/docker.js';
import {readSlot, writeSlot} from '../drivers/docker/slots.js';
import {withIstio} from '../plan/istio.js';
import {LAB_LABEL, type IstioPlan, type Plan} from '../plan/plan.js';
import type {Hop, HopStage} from './hop.js';

/** A hop that was begun and is not over. */
export interface HopNote {
  readonly hop: Hop;
  readonly stage: HopStage;
  /** ISO 8601; by it the hop is known, whoever goes on with it. */
  readonly begun: string;
  /** The last cluster that has begun to move forth; left out where none has, and the mesh is as it was before. */
  readonly moving?: string;
}

/** What is noted of the mesh of one cluster. */
export interface MeshNote {
  /** The version that the lab was made with, which its node image is baked with. */
  readonly made: string;
  /** What it is now, or, while it moves, what it was. */
  readonly istio: IstioPlan;
  readonly hop?: HopNote;
}

/** By the lab's name of the cluster; none for one that is as it was made. */
export type MeshNotes = ReadonlyMap<string, MeshNote>;

interface NotedLab {
  readonly lab: string;
  readonly clusters: readonly {readonly name: string; readonly node: string}[];
}

type ReadDocker = Pick<Docker, 'container' | 'readFile'>;

const FILES = ['/kind/eastwest-istio-a.json', '/kind/eastwest-istio-b.json'] as const;

/**
 * What the mesh of each cluster is lies in the cluster's own node: there it can be read while the node is stopped, it goes
 * with the lab, and a node that is made anew has the mesh that the lab file says.
 */
export async function readNotes({lab, clusters}: NotedLab, docker: ReadDocker): Promise<MeshNotes> {
  const found = await Promise.all(
    clusters.map(async ({name, node}) => {
      const container = await docker.container(node);
      if (container?.labels[LAB_LABEL] !== lab) return [];
      const note = await readSlot<MeshNote>(docker, container.id, FILES);
      return note === undefined ? [] : [[name, note] as const];
    }),
  );
  return new Map(found.flat());
}

/** Notes what a cluster's mesh is. */
export async function writeNote(
  {lab, clusters}: NotedLab,
  cluster: string,
  note: MeshNote,
  docker: ReadDocker & Pick<Docker, 'writeFiles'>,
): Promise<void> {
  const node = clusters.find(({name}) => name === cluster)?.node ?? '';
  const container = await docker.container(node);
  if (container?.labels[LAB_LABEL] !== lab) {
    throw new EastwestError(`there is no node ${node} of the lab ${lab}`, {
      code: 'UPGRADE-LAB-NOT-UP',
      hint: 'eastwest up',
    });
  }
  await writeSlot(docker, container.id, FILES, note);
}

/**
 * Notes how far a hop is in every node, or that it is over. It is noted in each, since any of them may be made anew; where
 * that was broken off half-way, one that has it is enough, and to do again what is done changes nothing.
 */
export async function noteHop(
  plan: Plan,
  hop: HopNote | undefined,
  docker: ReadDocker & Pick<Docker, 'writeFiles'>,
): Promise<void> {
  const notes = await readNotes(plan, docker);
  for (const {name, istio} of plan.clusters) {
    const {made, istio: noted} = notes.get(name) ?? {made: plan.versions.istio, istio};
    await writeNote(plan, name, {made, istio: noted, ...(hop === undefined ? {} : {hop})}, docker);
  }
}

/** The hop that is not over, if there is one. */
export function hopOf(notes: MeshNotes): HopNote | undefined {
  return [...notes.values()].find(({hop}) => hop !== undefined)?.hop;
}

/** The same, asked of the nodes. */
export async function hopUnderWay(lab: NotedLab, docker: ReadDocker): Promise<HopNote | undefined> {
  return hopOf(await readNotes(lab, docker));
}

/** The plan with the mesh of each cluster as it is noted. Pure. */
export function asNoted(plan: Plan, notes: MeshNotes): Plan {
  return [...notes].reduce((noted, [name, {istio}]) => withIstio(noted, name, istio), plan);
}

/**
 * The version that a lab was made with, where the one that is asked for is the one that all of it runs by now: what a
 * lab is made of does not change with its mesh. Pure.
 */
export function madeWith(asked: string, notes: MeshNotes, clusters: number): string {
  const all = [...notes.values()];
  const [first] = all;
  const everywhere = all.length === clusters && all.every(({istio}) => istio.version === asked);
  return first !== undefined && everywhere ? first.made : asked;
}
