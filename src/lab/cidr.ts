/** An IPv4 network; addresses as unsigned 32-bit numbers. */
export interface Cidr {
  readonly base: number;
  readonly bits: number;
}

/** Reads `a.b.c.d/bits`; undefined for anything else, and for an address with host bits set. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || bits > 32) return undefined;
  const base = a * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d;
  return base % sizeOf({base, bits}) === 0 ? {base, bits} : undefined;
}

/** An IPv4 address as an unsigned 32-bit number. */
export function addressNumber(address: string): number {
  return address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);
}

/** How many addresses it has. */
export function sizeOf({bits}: Cidr): number {
  return 2 ** (32 - bits);
}

export function overlap(one: Cidr, other: Cidr): boolean {
  return one.base < other.base + sizeOf(other) && other.base < one.base + sizeOf(one);
}

/** Dotted form of an address. */
export function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
}
