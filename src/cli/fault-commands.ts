import {LANG, type Spec} from './spec.js';

/** The commands that break the lab on purpose, and put it back. */
export const FAULT_COMMANDS: readonly Spec[] = [
  {
    name: 'faults',
    summary: 'list the faults that can be planted: what each does, its finding, how to see it',
    options: [LANG],
    json: 'print the table as JSON',
    load: () => import('./commands/faults.js'),
  },
  {
    name: 'break',
    summary: 'plant a fault in the lab, such that `mend` takes all of it back',
    words: '<FAULT>',
    options: [
      ['--cluster <name>', 'in which cluster; by default the seed chooses'],
      ['--seed <number>', 'what is left to choose is chosen by it; the same one chooses the same'],
      LANG,
    ],
    json: 'print what was planted as JSON',
    holds: 'lab',
    load: () => import('./commands/break.js'),
  },
  {
    name: 'mend',
    summary: 'take back the fault that is planted, also after a `break` that was killed',
    words: '[FAULT]',
    json: 'print what was taken back as JSON',
    holds: 'lab',
    load: () => import('./commands/mend.js'),
  },
  {
    name: 'quiz',
    summary: 'break the lab without saying how: find it and mend it by hand, and be judged',
    options: [['--seed <number>', 'chooses the fault; the same one chooses the same'], LANG],
    // It holds the lab by itself, for each piece of its work: the person mends by commands that hold it too.
    load: () => import('./commands/quiz.js'),
  },
];
