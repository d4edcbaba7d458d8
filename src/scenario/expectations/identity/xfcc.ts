/** Parts a text at `separator`, but not inside quotation marks. */
function partsOf(text: string, separator: string): readonly string[] {
  return text.match(new RegExp(`(?:"(?:[^"\\\\]|\\\\.)*"|[^${separator}"])+`, 'g')) ?? [];
}

/**
 * The SPIFFE identity of the nearest caller in an `x-forwarded-client-cert` header: each proxy on the way adds
 * an element at the end. Empty where none is told.
 */
export function callerIn(header: string): string {
  const element = partsOf(header, ',').at(-1) ?? '';
  const field = partsOf(element, ';')
    .map((part) => part.trim())
    .find((part) => /^URI=/i.test(part));
  return field === undefined ? '' : field.slice('URI='.length).replace(/^"(.*)"$/, '$1');
}
