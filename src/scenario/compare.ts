/** `>= 0.9` of a share; `20 of 20`, `>= 19 of 20` of counted answers, which also fixes the sample size. */
export const SHARE = /^(?:(==|>=|<=|>|<) *)?(?:(0(?:\.\d+)?|1(?:\.0+)?)|(\d+) of (\d+))$/;
/** `== 2`, `>= 1`; a number alone means `==`. */
export const COUNT = /^(?:(==|>=|<=|>|<) *)?(\d+)$/;

/** Whether `count` of `total` is what a text of the form SHARE wants. */
export function shareHolds(text: string, count: number, total: number): boolean {
  const [, operator, share, wanted, of] = SHARE.exec(text) ?? [];
  if (share !== undefined) return total > 0 && holds(operator, count / total, Number(share));
  return total === Number(of) && holds(operator, count, Number(wanted));
}

/** Whether `count` is what a text of the form COUNT, or a plain number, wants. */
export function countHolds(text: string | number, count: number): boolean {
  const [, operator, wanted] = COUNT.exec(String(text)) ?? [];
  return wanted !== undefined && holds(operator, count, Number(wanted));
}

/** What a text of the form SHARE or COUNT asks for; a part between 0 and 1, or a number, `of` how many if it says so. */
export interface Asked {
  readonly operator: '==' | '>=' | '<=' | '>' | '<';
  readonly part?: number;
  readonly count?: number;
  readonly of?: number;
}

/** Reads a text of the form SHARE. */
export function readShare(text: string): Asked {
  const [, operator = '==', part, count, of] = SHARE.exec(text) ?? [];
  const common = {operator: operator as Asked['operator']};
  return part === undefined
    ? {...common, count: Number(count), of: Number(of)}
    : {...common, part: Number(part)};
}

/** Reads a text of the form COUNT, or a plain number. */
export function readCount(text: string | number): Asked {
  const [, operator = '==', count] = COUNT.exec(String(text)) ?? [];
  return {operator: operator as Asked['operator'], count: Number(count)};
}

function holds(operator = '==', actual: number, wanted: number): boolean {
  switch (operator) {
    case '>=':
      return actual >= wanted;
    case '<=':
      return actual <= wanted;
    case '>':
      return actual > wanted;
    case '<':
      return actual < wanted;
    default:
      return actual === wanted;
  }
}
