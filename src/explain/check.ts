import type {CheckId} from '../findings/index.js';
import type {Judged} from './judged.js';
import type {Scene} from './scene.js';

/** One link of the chain. Looking touches the world and judges nothing; judging is pure. */
export interface CheckOf<Seen> {
  readonly id: CheckId;
  /** What is looked at, in a few words. */
  readonly looked: string;
  look(scene: Scene): Promise<Seen>;
  judge(seen: Seen, scene: Pick<Scene, 'plan' | 'nowMs'>): Judged;
}

export interface Check {
  readonly id: CheckId;
  readonly looked: string;
  examine(scene: Scene): Promise<Judged>;
}

/** A check without the type of what it sees. */
export function check<Seen>({id, looked, look, judge}: CheckOf<Seen>): Check {
  return {id, looked, examine: async (scene) => judge(await look(scene), scene)};
}
