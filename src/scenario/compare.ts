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
