import type {Matrix} from './cell.js';

type Told = Matrix['changes'][number];
export type Step = Told['steps'][number];

/** A change between releases, as a table tells it. */
export interface ChangeRow extends Pick<Told, 'name' | 'sense' | 'behaviour' | 'steps'> {
  /** What is to be said of it beside its sense; empty where nothing is. */
  readonly mark: string;
}

/** Why what a hop brings could not be seen. */
export const UNSEEN_WHY: Readonly<Record<Matrix['unobserved'][number]['why'], string>> = {
  proxy: 'needs Istio’s own Envoy',
  configuration: 'no configuration shows it',
};

const MATTERS = 'calls may fare otherwise';

/** What was seen, what calls may fare otherwise by first. Pure. */
export function seenRows({changes}: Pick<Matrix, 'changes'>): readonly ChangeRow[] {
  return weightiestFirst(
    changes.map(({allowed, ...told}) => ({
      ...told,
      mark: told.behaviour ? `${MATTERS}; ${allowed ? 'allowed' : 'not allowed'}` : '',
    })),
  );
}

/** What could not be seen, in the same order. Pure. */
export function unseenRows({unobserved}: Pick<Matrix, 'unobserved'>): readonly ChangeRow[] {
  return weightiestFirst(
    unobserved.map(({why, ...told}) => ({
      ...told,
      mark: [...(told.behaviour ? [MATTERS] : []), UNSEEN_WHY[why]].join('; '),
    })),
  );
}

function weightiestFirst(rows: readonly ChangeRow[]): readonly ChangeRow[] {
  return [...rows].sort((one, other) => Number(other.behaviour) - Number(one.behaviour));
}

/** `1.17.5 – 1.18.2`, whichever way. */
export function stepWords({earlier, later}: Pick<Step, 'earlier' | 'later'>): string {
  return `${earlier} – ${later}`;
}
