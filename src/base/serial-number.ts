import {randomBytes} from 'node:crypto';

const BYTES = 16;

/**
 * A serial number for a certificate, as hex: positive, and with no leading zeros, of which a reader refuses all that
 * DER does not need (X.690, 8.3.2) while node-forge takes only one away.
 */
export function serialNumber(random: Buffer = randomBytes(BYTES)): string {
  const [first = 0, ...rest] = random;
  return Buffer.from([(first & 0x3f) | 0x40, ...rest]).toString('hex');
}
