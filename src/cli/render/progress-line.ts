/** What goes on, a line each, on stderr. */
export function progressLine(text: string): void {
  process.stderr.write(`… ${text}\n`);
}
