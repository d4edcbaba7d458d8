/** How often each answer came, those that are expected first and also where they never came. */
export function tally(answers: readonly string[], expected: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(expected.map((answer) => [answer, 0]));
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return counts;
}

/** `19 of 20 Hello from EAST, 1 of 20 status 500`. */
export function tallyText(counts: ReadonlyMap<string, number>, total: number): string {
  return [...counts].map(([answer, count]) => `${count} of ${total} ${answer}`).join(', ');
}
