import type {SetAside} from '../state.js';

/** Counts what is put aside, by what it is. */
export interface Notes {
  add(what: string): void;
  /** With what an earlier pass had put aside. */
  all(): readonly SetAside[];
}

export function notes(earlier: readonly SetAside[]): Notes {
  const counts = new Map(earlier.map(({what, texts}) => [what, texts]));
  return {
    add: (what) => void counts.set(what, (counts.get(what) ?? 0) + 1),
    all: () =>
      [...counts]
        .map(([what, texts]) => ({what, texts}))
        .sort((one, other) => (one.what < other.what ? -1 : 1)),
  };
}
