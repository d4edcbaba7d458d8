import type {RunStory, ScenarioStory} from '../events/story.js';

/** A scenario as it went in both runs; undefined where a run did not have it. */
export interface Pair {
  readonly id: string;
  readonly title: string;
  readonly before: ScenarioStory | undefined;
  readonly after: ScenarioStory | undefined;
}

/** Every scenario of either run, in the order of the later one. */
export function pairsOf(before: RunStory, after: RunStory): readonly Pair[] {
  const ids = new Set([...after.results, ...before.results].map(({id}) => id));
  const find = (run: RunStory, id: string) => run.results.find((result) => result.id === id);
  return [...ids].map((id) => {
    const pair = {before: find(before, id), after: find(after, id)};
    return {id, title: (pair.after ?? pair.before)?.title ?? id, ...pair};
  });
}

/** Whether the verdict is another one; a scenario that one run did not have has changed too. */
export function hasChanged({before, after}: Pair): boolean {
  return before?.verdict !== after?.verdict;
}
