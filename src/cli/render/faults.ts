import wrapAnsi from 'wrap-ansi';
import type {FaultRow, Planted} from '../../faults/index.js';
import {told, type Language} from '../../scenario/index.js';

const COLUMNS = 100;
const INDENT = '    ';

/** Each fault with what it does, what `explain` must say of it, and how one sees it oneself. */
export function faultsText(
  rows: readonly FaultRow[],
  planted: Planted | undefined,
  language: Language,
): string {
  // Not known where it goes to a file or a pipe.
  const {columns} = process.stdout as {readonly columns?: number};
  const width = Math.min(columns ?? COLUMNS, COLUMNS) - INDENT.length;
  const blocks = rows.map(({name, does, finding, check, see, lacks}) => {
    const mark = planted?.fault === name ? ` (planted in ${planted.cluster})` : '';
    const text = wrapAnsi(told(does, language), width).split('\n');
    return [
      `${name}${mark}`,
      ...text.map((line) => `${INDENT}${line}`),
      `${INDENT}finding: ${finding} (check ${check})`,
      ...(lacks === undefined ? [] : [`${INDENT}not in this lab: it has no ${lacks}`]),
      ...see.map((line) => `${INDENT}$ ${line}`),
    ].join('\n');
  });
  const here = rows.filter(({lacks}) => lacks === undefined).length;
  const count = `${rows.length} faults, ${here} of them can be planted in this lab: eastwest break FAULT`;
  return `${blocks.join('\n\n')}\n\n${count}\n`;
}
