import {parseArgs} from 'node:util';

export const GROUPS = ['up-steps', 'up-random', 'run', 'down', 'restarts', 'refusals', 'engine'] as const;
export type Group = (typeof GROUPS)[number];

export interface Options {
  /** Chooses every moment; the same seed has the same trials. */
  readonly seed: number;
  readonly only: readonly Group[];
  /** At most so many kills or trials of each group; undefined: all of them. */
  readonly count: number | undefined;
  /** Begins no trial once so many minutes are over; what is left is done by the next call. */
  readonly minutes: number;
  /** Forgets what earlier calls with this seed have recorded. */
  readonly fresh: boolean;
}

export const USAGE = `make torture ARGS='[--only GROUP]... [--seed N] [--count N] [--minutes N] [--fresh]'
GROUP: ${GROUPS.join(', ')}. Ends the Docker engine hard only where \`--only engine\` says so: it is everybody's.`;

/** Reads the command line; throws a RangeError that says what is expected. */
export function readOptions(argv: readonly string[]): Options {
  const {values} = parseArgs({
    args: [...argv],
    options: {
      seed: {type: 'string', default: '1'},
      only: {type: 'string', multiple: true, default: []},
      count: {type: 'string'},
      minutes: {type: 'string', default: '360'},
      fresh: {type: 'boolean', default: false},
    },
  });
  const only = values.only.map(group);
  return {
    seed: whole('--seed', values.seed),
    only: only.length === 0 ? GROUPS.filter((one) => one !== 'engine') : only,
    count: values.count === undefined ? undefined : whole('--count', values.count),
    minutes: whole('--minutes', values.minutes),
    fresh: values.fresh,
  };
}

function group(word: string): Group {
  const found = GROUPS.find((one) => one === word);
  if (found === undefined) throw new RangeError(`--only ${word}: expected one of ${GROUPS.join(', ')}`);
  return found;
}

function whole(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RangeError(`${name} ${text}: expected a whole number`);
}
