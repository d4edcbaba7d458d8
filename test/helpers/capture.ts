/** A TCP packet to be written into a capture. */
export interface Packet {
  /** `address:port`. */
  readonly from: string;
  readonly to: string;
  readonly sequence: number;
  readonly syn?: boolean;
  readonly ack?: boolean;
  readonly payload?: Buffer;
}

export interface CaptureForm {
  readonly linkType?: number;
  readonly bigEndian?: boolean;
  readonly nanoseconds?: boolean;
}

const LINK_BYTES: Readonly<Record<number, {readonly bytes: number; readonly protocolAt: number}>> = {
  1: {bytes: 14, protocolAt: 12},
  113: {bytes: 16, protocolAt: 14},
  276: {bytes: 20, protocolAt: 0},
};

/** A capture file made by hand, by https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/. */
export function captureOf(packets: readonly Packet[], form: CaptureForm = {}): Buffer {
  const {linkType = 1, bigEndian = false, nanoseconds = false} = form;
  const words = (...numbers: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(numbers.length * 4);
    numbers.forEach((number, index) =>
      bigEndian ? bytes.writeUInt32BE(number, index * 4) : bytes.writeUInt32LE(number, index * 4),
    );
    return bytes;
  };
  const version = bigEndian ? 0x00020004 : 0x00040002;
  const header = words(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, version, 0, 0, 262144, linkType);
  const records = packets.map((packet) => {
    const frame = frameOf(packet, linkType);
    return Buffer.concat([words(1, 0, frame.length, frame.length), frame]);
  });
  return Buffer.concat([header, ...records]);
}

function frameOf(
  {from, to, sequence, syn, ack, payload = Buffer.alloc(0)}: Packet,
  linkType: number,
): Buffer {
  const {bytes = 0, protocolAt = 0} = LINK_BYTES[linkType] ?? {};
  const link = Buffer.alloc(bytes);
  link.writeUInt16BE(0x0800, protocolAt);
  const ip = Buffer.alloc(20);
  ip.writeUInt8(0x45, 0);
  ip.writeUInt16BE(40 + payload.length, 2);
  ip.writeUInt8(6, 9);
  ip.set(addressOf(from), 12);
  ip.set(addressOf(to), 16);
  const tcp = Buffer.alloc(20);
  tcp.writeUInt16BE(portOf(from), 0);
  tcp.writeUInt16BE(portOf(to), 2);
  tcp.writeUInt32BE(sequence, 4);
  tcp.writeUInt8(5 << 4, 12);
  tcp.writeUInt8((syn === true ? 2 : 0) | (ack === true ? 16 : 0), 13);
  // Short Ethernet frames are padded: what comes after the IP packet is none of it.
  return Buffer.concat([link, ip, tcp, payload, Buffer.alloc(linkType === 1 ? 6 : 0)]);
}

function addressOf(side: string): readonly number[] {
  return (side.split(':')[0] ?? '').split('.').map(Number);
}

function portOf(side: string): number {
  return Number(side.split(':')[1]);
}

/** A TLS record. */
export function record(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type, 3, 3, body.length >> 8, body.length & 255]), body]);
}

/** A record with a ClientHello that asks for a server's name, after an extension of another kind. */
export function clientHello(name: string): Buffer {
  const counted = (size: 1 | 2 | 3, body: Buffer): Buffer => {
    const length = Buffer.alloc(size);
    length.writeUIntBE(body.length, 0, size);
    return Buffer.concat([length, body]);
  };
  const extension = (type: number, body: Buffer): Buffer =>
    Buffer.concat([Buffer.from([0, type]), counted(2, body)]);
  const names = counted(2, Buffer.concat([Buffer.from([0]), counted(2, Buffer.from(name))]));
  const extensions = counted(2, Buffer.concat([extension(23, Buffer.alloc(0)), extension(0, names)]));
  const hello = Buffer.concat([
    Buffer.from([3, 3]),
    Buffer.alloc(32, 7),
    counted(1, Buffer.alloc(32, 1)),
    counted(2, Buffer.from([0x13, 0x01])),
    counted(1, Buffer.from([0])),
    extensions,
  ]);
  return record(22, Buffer.concat([Buffer.from([1]), counted(3, hello)]));
}
