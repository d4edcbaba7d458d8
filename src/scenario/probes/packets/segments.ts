import type {Frame} from './pcap.js';

/** A TCP segment with what it carries. */
export interface Segment {
  readonly source: string;
  readonly destination: string;
  readonly sequence: number;
  readonly syn: boolean;
  readonly ack: boolean;
  readonly payload: Buffer;
}

const IPV4 = 0x0800;
const TCP = 6;

/** Bytes before the IP header, and where the protocol of what follows stands, for the link types that Linux has. */
const LINKS: Readonly<Record<number, {readonly bytes: number; readonly protocolAt: number}>> = {
  // Ethernet, also the loopback device.
  1: {bytes: 14, protocolAt: 12},
  // "any", as older and as newer tcpdumps write it.
  113: {bytes: 16, protocolAt: 14},
  276: {bytes: 20, protocolAt: 0},
};

/** The segment in a frame; undefined where it is not TCP over IPv4, or is cut off. */
export function segmentOf({linkType, bytes}: Frame): Segment | undefined {
  const link = LINKS[linkType];
  if (link === undefined || bytes.length < link.bytes + 40) return undefined;
  if (bytes.readUInt16BE(link.protocolAt) !== IPV4) return undefined;
  const ip = bytes.subarray(link.bytes);
  const ipBytes = (ip.readUInt8(0) & 0x0f) * 4;
  if (ip.readUInt8(9) !== TCP || ip.length < ipBytes + 20) return undefined;
  const tcp = ip.subarray(ipBytes);
  const tcpBytes = (tcp.readUInt8(12) >> 4) * 4;
  const flags = tcp.readUInt8(13);
  // Ethernet pads short frames: the IP header's own length counts. Offloading writes 0 there.
  const ipTotal = ip.readUInt16BE(2) || ip.length;
  return {
    source: `${addressAt(ip, 12)}:${tcp.readUInt16BE(0)}`,
    destination: `${addressAt(ip, 16)}:${tcp.readUInt16BE(2)}`,
    sequence: tcp.readUInt32BE(4),
    syn: (flags & 0x02) !== 0,
    ack: (flags & 0x10) !== 0,
    payload: ip.subarray(ipBytes + tcpBytes, ipTotal),
  };
}

function addressAt(ip: Buffer, at: number): string {
  return [...ip.subarray(at, at + 4)].join('.');
}
