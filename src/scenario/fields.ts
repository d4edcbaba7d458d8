export type Fields = Readonly<Record<string, unknown>>;

/** The mapping under a key of something that may be anything; empty where there is none. */
export function fieldsAt(value: unknown, key: string): Fields {
  const part = (value as Fields | null | undefined)?.[key];
  return typeof part === 'object' && part !== null ? (part as Fields) : {};
}

/** The list under a key, each element as a mapping. */
export function listAt(value: unknown, key: string): readonly Fields[] {
  const part = (value as Fields | null | undefined)?.[key];
  return Array.isArray(part) ? part.map((item: unknown) => fieldsAt({item}, 'item')) : [];
}

/** The elements of a list that should be texts; '' for those that are not. */
export function textList(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((item: unknown) => (typeof item === 'string' ? item : '')) : [];
}
