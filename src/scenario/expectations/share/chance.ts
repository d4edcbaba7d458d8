/**
 * The probability that `total` calls to two equally likely sides give a number of answers of the first side
 * that does not hold.
 */
export function missProbability(total: number, holds: (count: number) => boolean): number {
  // Logarithms: 0.5 to the power of a large sample is 0 in floating point.
  let logChance = -total * Math.LN2;
  let missed = 0;
  for (let count = 0; count <= total; count++) {
    if (!holds(count)) missed += Math.exp(logChance);
    logChance += Math.log((total - count) / (count + 1));
  }
  return Math.min(1, missed);
}

/** `8e-5`, `0.02`, `all but 1e-6`. */
export function probabilityText(probability: number): string {
  if (probability === 0) return 'never';
  if (probability > 0.9) {
    const rest = 1 - probability;
    return rest < 1e-12 ? 'always' : `always but for ${short(rest)}`;
  }
  return `with probability ${short(probability)}`;
}

function short(probability: number): string {
  return probability >= 0.001 ? String(Number(probability.toPrecision(1))) : probability.toExponential(0);
}
