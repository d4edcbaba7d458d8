/** Takes a format out that only the schema library knows: what it means stands in the pattern beside it. */
export function withoutOwnFormats({jsonSchema}: {readonly jsonSchema: {format?: string}}): void {
  if (jsonSchema.format === 'starts_with') delete jsonSchema.format;
}
