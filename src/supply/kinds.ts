/** Where tools and images come from. */
export type SupplyKind = 'source' | 'registry' | 'bundle';
