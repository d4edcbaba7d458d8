import type {Spec} from './spec.js';
import {UPGRADE_COMMAND} from './upgrade-command.js';

/** What of a hop each cell says by itself. */
const OF_CELL = /^--(to|strategy|order|rollback|check)\b/;

/** The command that makes every hop between the versions that are at hand. */
export const MATRIX_COMMAND: Spec = {
  name: 'matrix',
  summary:
    'make every hop between the versions of Istio at hand, up and back, by each strategy, each cluster first; goes on where it was ended',
  options: [
    ['--from <versions>', 'only hops from these, e.g. 1.17.5,1.18.2'],
    ['--to <versions>', 'only hops to these'],
    ['--strategy <canary|in-place>', 'only by this one'],
    ['--order <clusters>', 'only those in which this cluster goes first'],
    ['--only <cells>', 'only these cells, by their ids'],
    ['--cells', 'list the cells in their order, and touch nothing'],
    ['--dry-run', 'the same'],
    ['--fresh', 'run them anew; what was recorded of them is put aside'],
    ['--retry', 'run those anew that broke or could not be measured'],
    ...(UPGRADE_COMMAND.options ?? []).filter(([flags]) => !OF_CELL.test(flags)),
  ],
  json: 'print the matrix, or with --cells the cells, as JSON',
  // It holds the lab by itself: bad usage is told at any time, and to list cells needs no lab.
  load: () => import('./commands/matrix.js'),
};
