import {quantile, type RunStory} from '../../report/index.js';
import type {MeasuredCalls, ScenarioFigures} from '../state.js';

/** Of a Deployment's pod: the hash of its template and five letters. */
const POD_SUFFIX = /-[a-z0-9]{6,10}-[a-z0-9]{5}\b/g;

/** What the packs have measured in one state, from the events of their run. Pure. */
export function figuresOf({results}: Pick<RunStory, 'results'>): readonly ScenarioFigures[] {
  return results.map(({id, title, verdict, evidence, steps}) => {
    const names = new Map<string, number>();
    const measured = steps.flatMap(({phase, measurements}) =>
      measurements.flatMap(({title: of, measured: seen, superseded}): MeasuredCalls[] => {
        if (seen.kind !== 'calls' || superseded) return [];
        const name = `${phase}: ${of}`;
        const again = (names.get(name) ?? 0) + 1;
        names.set(name, again);
        const ms = seen.calls.filter(({error}) => error === undefined).map((call) => call.ms);
        return [
          {
            name: again === 1 ? name : `${name} (${again})`,
            calls: seen.calls.length,
            answers: counts(seen.answers),
            p50Ms: ms.length === 0 ? 0 : quantile(ms, 0.5),
            p99Ms: ms.length === 0 ? 0 : quantile(ms, 0.99),
          },
        ];
      }),
    );
    return {id, title, verdict, evidence, measured};
  });
}

function counts(answers: readonly string[]): Readonly<Record<string, number>> {
  const found = new Map<string, number>();
  for (const answer of answers) {
    const text = answer.replace(POD_SUFFIX, '-<pod>').slice(0, 200);
    found.set(text, (found.get(text) ?? 0) + 1);
  }
  return Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}
