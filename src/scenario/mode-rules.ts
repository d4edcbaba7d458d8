import type {Path, Problem, SourceDocument} from '../base/yaml.js';
import type {Fields} from './fields.js';

/** Keys that say how often and how long a probe looks. */
export const MODE_KEYS = ['within', 'converges', 'consistently', 'never'] as const;

/** Keys of which a step may have one: each says by itself when the looks are over. */
const ENDS = ['within', 'consistently', 'never'] as const;

/** Which of these keys of a probe do not go together. */
export function modeProblems(source: SourceDocument, step: Fields, path: Path): readonly Problem[] {
  const given = MODE_KEYS.filter((key) => key in step);
  const at = (key: string, message: string): Problem => source.problemAtKey([...path, key], message);
  const [first, ...more] = ENDS.filter((key) => key in step);
  return [
    ...('expect' in step ? [] : given.map((key) => at(key, `"${key}" wants "expect" beside it`))),
    ...more.map((key) =>
      at(key, `"${key}" does not go with "${first}": a step has one of ${ENDS.join(', ')}`),
    ),
    ...('converges' in step && !('within' in step)
      ? [at('converges', '"converges" wants "within" beside it: a time in which the looks must come')]
      : []),
  ];
}
