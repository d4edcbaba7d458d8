/** The address of a text, if it is one of HTTP without TLS. Debian's Node 18 may lack URL.canParse. */
export function httpUrl(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}
