/** `1 step`, `2 steps`: a number with the thing that it counts, which has a regular plural. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}
