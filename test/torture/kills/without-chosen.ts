/** What a cluster chooses or issues anew with each life, by the key that it stands under. */
const CHOSEN = new Set(['clusterIP', 'clusterIPs', 'nodePort', 'healthCheckNodePort', 'caBundle']);

/** What was declared of an object, without what is chosen anew in each life. Pure. */
export function withoutChosen(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutChosen);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => !CHOSEN.has(key));
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutChosen(part)]));
}
