import {
  filled,
  FINDINGS,
  pageOf,
  type CheckId,
  type Evidence,
  type Explanation,
  type FindingCode,
  type HolesOf,
} from '../findings/index.js';

/** A fault as a check has found it. */
export interface Fault {
  readonly code: FindingCode;
  readonly holes: Readonly<Record<string, string>>;
  /** A state that may be on its way: it counts only when it is still there some seconds later. */
  readonly mayPass: boolean;
}

/** What a check says of what was seen. Without a fault and without `pending` it is good. */
export interface Judged {
  readonly evidence: readonly Evidence[];
  /** The first one counts. */
  readonly faults: readonly Fault[];
  /** Why nobody can say as yet, e.g. that a pod is starting. */
  readonly pending?: string | undefined;
}

/** A fault that stands written in some object, or that will not go away by itself. */
export function fault<C extends FindingCode>(code: C, holes: Readonly<Record<HolesOf<C>, string>>): Fault {
  return {code, holes, mayPass: false};
}

/** A fault that may be a moment of change: a pod that starts, a push that is on its way. */
export function passing<C extends FindingCode>(code: C, holes: Readonly<Record<HolesOf<C>, string>>): Fault {
  return {...fault(code, holes), mayPass: true};
}

type Found = Fault | undefined | readonly Found[];

/** Those that are there, in the order of cause in which they are named. */
export function faultsIn(...found: readonly Found[]): Fault[] {
  return found.flatMap((one) => {
    if (one === undefined) return [];
    return 'code' in one ? [one] : faultsIn(...one);
  });
}

/** A fault as it is said to a person; `check` is the one that came upon it. */
export function findingOf({code, holes}: Fault, check: CheckId): NonNullable<Explanation['finding']> {
  const {title, cause, remedy} = FINDINGS[code];
  return {
    code,
    check,
    title: title.en,
    cause: filled(cause, holes),
    remedy: remedy.filter((line: string) => isFor(line, holes)).map((line: string) => filled(line, holes)),
    page: pageOf(code),
  };
}

/** A line with a hole for which the finding has no word is for another case. */
function isFor(line: string, holes: Fault['holes']): boolean {
  return !Object.entries(holes).some(([name, word]) => word === '' && line.includes(`\${${name}}`));
}
