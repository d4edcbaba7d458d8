import {EastwestError} from '../../../base/errors.js';

/** A captured packet, from its link layer's first byte. */
export interface Frame {
  readonly linkType: number;
  readonly bytes: Buffer;
}

const HEADER_BYTES = 24;
const RECORD_BYTES = 16;
/** In microseconds and in nanoseconds. */
const MAGICS = [0xa1b2c3d4, 0xa1b23c4d];

/** The packets of a capture file as tcpdump writes it; a last one that was cut off is left out. */
export function framesOf(file: Buffer): readonly Frame[] {
  const little = file.length >= HEADER_BYTES && MAGICS.includes(file.readUInt32LE(0));
  if (!little && !(file.length >= HEADER_BYTES && MAGICS.includes(file.readUInt32BE(0)))) {
    throw new EastwestError(`${file.length} bytes that are no packet capture`, {code: 'CAPTURE-UNREADABLE'});
  }
  const number = (at: number): number => (little ? file.readUInt32LE(at) : file.readUInt32BE(at));
  // The upper bits tell of checksums at the frames' ends, which Linux does not capture.
  const linkType = number(20) & 0xffff;
  const frames: Frame[] = [];
  for (let at = HEADER_BYTES; at + RECORD_BYTES <= file.length;) {
    const length = number(at + 8);
    const start = at + RECORD_BYTES;
    if (start + length > file.length) break;
    frames.push({linkType, bytes: file.subarray(start, start + length)});
    at = start + length;
  }
  return frames;
}
