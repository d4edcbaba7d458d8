const MIB = 2 ** 20;

/** Progress as a person reads it: `12.3 of 45.6 MiB`. */
export function bytesText(got: number, total: number | undefined): string {
  const mib = (bytes: number): string => (bytes / MIB).toFixed(1);
  return total === undefined || total === 0 ? `${mib(got)} MiB` : `${mib(got)} of ${mib(total)} MiB`;
}
