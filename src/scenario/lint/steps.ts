import type {Path, SourceDocument} from '../../base/yaml.js';
import {fieldsAt, listAt, type Fields} from '../fields.js';

/** A step as it stands in the file, and where. */
export interface StepAt {
  readonly step: Fields;
  readonly path: Path;
}

/** Every step of a scenario file, in the order in which they run. */
export function stepsOf({value}: SourceDocument): readonly StepAt[] {
  const spec = fieldsAt(value, 'spec');
  const inList = (list: readonly Fields[], path: Path): readonly StepAt[] =>
    list.map((step, place) => ({step, path: [...path, place]}));
  return [
    ...inList(listAt(spec, 'given'), ['spec', 'given']),
    ...listAt(spec, 'phases').flatMap((phase, index) =>
      inList(listAt(phase, 'steps'), ['spec', 'phases', index, 'steps']),
    ),
    ...inList(listAt(spec, 'catch'), ['spec', 'catch']),
    ...inList(listAt(spec, 'finally'), ['spec', 'finally']),
  ];
}
