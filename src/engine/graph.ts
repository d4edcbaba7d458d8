import type {Step} from './step.js';

/** Fails on a need that no step has, two steps of one id, and circles: mistakes of ours, found before anything runs. */
export function checkGraph(steps: readonly Step[]): void {
  const byId = new Map<string, Step>();
  for (const step of steps) {
    if (byId.has(step.id)) throw new RangeError(`two steps are called ${step.id}`);
    byId.set(step.id, step);
  }
  const over = new Set<string>();
  const visit = (step: Step, trail: readonly string[]): void => {
    if (trail.includes(step.id))
      throw new RangeError(`steps need each other: ${[...trail, step.id].join(' -> ')}`);
    if (over.has(step.id)) return;
    for (const need of step.needs) {
      const needed = byId.get(need);
      if (needed === undefined) throw new RangeError(`step ${step.id} needs ${need}, which is not there`);
      visit(needed, [...trail, step.id]);
    }
    over.add(step.id);
  };
  for (const step of steps) visit(step, []);
}

/** The same steps, each after all that it needs. */
export function inOrder<S extends Pick<Step, 'id' | 'needs'>>(steps: readonly S[]): readonly S[] {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const ordered = new Set<S>();
  const visit = (step: S): void => {
    if (ordered.has(step)) return;
    for (const need of step.needs) {
      const needed = byId.get(need);
      if (needed !== undefined) visit(needed);
    }
    ordered.add(step);
  };
  for (const step of steps) visit(step);
  return [...ordered];
}
