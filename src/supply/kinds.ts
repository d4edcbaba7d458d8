/** Where tools and images come from; in the order in which `auto` prefers them. */
export const SUPPLY_KINDS = ['bundle', 'registry', 'source'] as const;

export type SupplyKind = (typeof SUPPLY_KINDS)[number];

/** What `--supply` may say. */
export const SUPPLY_CHOICES = ['auto', 'source', 'registry', 'bundle'] as const;

export type SupplyChoice = (typeof SUPPLY_CHOICES)[number];
