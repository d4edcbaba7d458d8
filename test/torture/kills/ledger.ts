import {appendFileSync, existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import {dirname} from 'node:path';

/** `not reached`: the kill came too late, or the step that it waits for had nothing to do; nothing was tried. */
export type Outcome = 'survived' | 'failed' | 'not reached';

export interface Entry {
  readonly trial: string;
  readonly group: string;
  readonly seed: number;
  readonly outcome: Outcome;
  /** What was killed when, or why it failed. */
  readonly text: string;
  readonly seconds: number;
}

export interface Count {
  readonly tried: number;
  readonly survived: number;
  readonly failed: number;
  readonly notReached: number;
}

/** What has been tried with a seed, a line each, so that a call that was ended is gone on with. */
export class Ledger {
  readonly #file: string;
  readonly #entries: Entry[];

  constructor(file: string, fresh: boolean) {
    this.#file = file;
    mkdirSync(dirname(file), {recursive: true});
    if (fresh) rmSync(file, {force: true});
    this.#entries = existsSync(file) ? read(readFileSync(file, 'utf8')) : [];
  }

  /** What failed is tried again, and what was not reached: nothing is known of it. */
  needs(trial: string): boolean {
    return !this.entries().some((entry) => entry.trial === trial && entry.outcome === 'survived');
  }

  /** Names of all trials that ended so. */
  those(outcome: Outcome): readonly string[] {
    return this.entries().flatMap((entry) => (entry.outcome === outcome ? [entry.trial] : []));
  }

  write(entry: Entry): void {
    this.#entries.push(entry);
    appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  /** The last of each trial. */
  entries(): readonly Entry[] {
    return [...new Map(this.#entries.map((entry) => [entry.trial, entry])).values()];
  }

  counts(): Readonly<Record<string, Count>> {
    const groups = [...new Set(this.entries().map(({group}) => group))];
    return Object.fromEntries(groups.map((group) => [group, countOf(this.entries(), group)]));
  }
}

/** 0: all was tried and survived. 1: something failed. 2: of something nothing is known as yet. */
export function exitCodeOf({
  failed,
  notReached,
  left,
}: Readonly<Record<'failed' | 'notReached' | 'left', number>>): 0 | 1 | 2 {
  if (failed > 0) return 1;
  return notReached > 0 || left > 0 ? 2 : 0;
}

function countOf(entries: readonly Entry[], group: string): Count {
  const of = (outcome: Outcome): number =>
    entries.filter((entry) => entry.group === group && entry.outcome === outcome).length;
  const [survived, failed] = [of('survived'), of('failed')];
  return {tried: survived + failed, survived, failed, notReached: of('not reached')};
}

/** A line that a killed call has written half is none. */
function read(text: string): Entry[] {
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Entry];
    } catch {
      return [];
    }
  });
}
