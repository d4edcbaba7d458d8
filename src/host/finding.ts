/** What a check says: `ok`; `warning`: goes on, may hurt; `fault`: the lab cannot be made like this. */
export type Level = 'ok' | 'warning' | 'fault';

/** What one check of the host has found. */
export interface Finding {
  /** Stable name, e.g. `HOST-DOCKER-DOWN`. */
  readonly code: string;
  readonly level: Level;
  /** The thing that was checked, e.g. `Docker engine`. */
  readonly what: string;
  /** What was seen of it. */
  readonly seen: string;
  /** Command (or, where no command can, a sentence) that cures it. */
  readonly remedy?: string;
  /** True when `up` cures it by itself, unless installing is forbidden. */
  readonly willCure?: boolean;
}

export function ok(code: string, what: string, seen: string): Finding {
  return {code, level: 'ok', what, seen};
}

export function warning(code: string, what: string, seen: string, remedy: string): Finding {
  return {code, level: 'warning', what, seen, remedy};
}

export function fault(code: string, what: string, seen: string, remedy: string, willCure = false): Finding {
  return {code, level: 'fault', what, seen, remedy, ...(willCure ? {willCure} : {})};
}

/** Faults that nobody but the person can cure; with `install` false, those that `up` would cure count too. */
export function hindrances(findings: readonly Finding[], install: boolean): readonly Finding[] {
  return findings.filter(({level, willCure}) => level === 'fault' && !(install && willCure === true));
}
