import type {ScenarioStory, StepStory} from '../events/story.js';
import type {PageWords} from './words/words.js';

/** Seconds since the scenario began. */
export function offsetOf({startedAt}: Pick<ScenarioStory, 'startedAt'>, at: string | number): number {
  return ((typeof at === 'number' ? at : Date.parse(at)) - Date.parse(startedAt)) / 1000;
}

/** `+1.2 s` since the scenario began. */
export function offsetText(story: Pick<ScenarioStory, 'startedAt'>, at: string): string {
  return `+${offsetOf(story, at).toFixed(1)} s`;
}

/** Something that happened to the lab, at a time or for a while; seconds since the scenario began. */
export interface Happening {
  readonly kind: 'action' | 'undo' | 'ejection';
  readonly title: string;
  readonly from: number;
  readonly to: number;
}

/** What was done to the lab and taken back, and where a proxy was seen to have ejected a host. */
export function happeningsOf(story: ScenarioStory, words: PageWords): readonly Happening[] {
  const actions = story.steps
    .filter(({kind}) => kind === 'action')
    .map(({title, at, endedAt}): Happening => {
      return {kind: 'action', title, from: offsetOf(story, at), to: offsetOf(story, endedAt)};
    });
  const undone = story.undone.map(({title, at}): Happening => {
    const from = offsetOf(story, at);
    return {kind: 'undo', title, from, to: from};
  });
  const all = [...actions, ...story.steps.flatMap((step) => ejectionsOf(step, story, words)), ...undone];
  return all.sort((one, other) => one.from - other.from);
}

function ejectionsOf(
  {measurements}: StepStory,
  story: ScenarioStory,
  {timeline}: PageWords,
): readonly Happening[] {
  return measurements.flatMap(({measured, at, title}) => {
    if (measured.kind !== 'endpoints') return [];
    const from = offsetOf(story, at);
    return measured.endpoints
      .filter(({outlier}) => outlier === 'FAILED')
      .map(({address, port, locality}): Happening => {
        const place = locality.region === '' ? '' : `${locality.region}/${locality.zone}`;
        return {
          kind: 'ejection',
          title: timeline.setAside(`${address}:${port}`, place, title),
          from,
          to: from,
        };
      });
  });
}
