/** What was found where TLS was looked for. */
export interface TlsRecords {
  /** Records, the last of which may be cut off at the end of the capture. */
  readonly records: number;
  /** The name in the ClientHello's server_name, where there is a ClientHello with one. */
  readonly sni?: string;
}

const HEADER_BYTES = 5;
const CHANGE_CIPHER_SPEC = 20;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const CLIENT_HELLO = 1;
const SERVER_NAME = 0;
/** RFC 8446, 5.2: what encryption may add to 2^14 bytes is in it. */
const MOST_BYTES = 2 ** 14 + 2048;

/** The records of one direction; undefined where it is anything but a row of TLS records (RFC 8446, 5.1). */
export function tlsRecordsOf(stream: Buffer): TlsRecords | undefined {
  const handshake: Buffer[] = [];
  let records = 0;
  for (let at = 0; at < stream.length; records++) {
    const rest = stream.subarray(at);
    if (!isRecordHeader(rest)) return undefined;
    if (rest.length < HEADER_BYTES) break;
    const length = rest.readUInt16BE(3);
    if (rest.readUInt8(0) === HANDSHAKE) handshake.push(rest.subarray(HEADER_BYTES, HEADER_BYTES + length));
    at += HEADER_BYTES + length;
  }
  const sni = serverNameIn(Buffer.concat(handshake));
  return {records, ...(sni === undefined ? {} : {sni})};
}

/** Of a header that is cut off, as much as there is. */
function isRecordHeader(bytes: Buffer): boolean {
  const [type = 0, major = 3, minor = 0] = bytes;
  const known = type >= CHANGE_CIPHER_SPEC && type <= APPLICATION_DATA && major === 3 && minor <= 4;
  return known && (bytes.length < HEADER_BYTES || bytes.readUInt16BE(3) <= MOST_BYTES);
}

/** The server's name in a ClientHello (RFC 8446, 4.1.2; RFC 6066, 3), in clear because it comes before any key. */
function serverNameIn(handshake: Buffer): string | undefined {
  if (handshake[0] !== CLIENT_HELLO || handshake.length < 4) return undefined;
  const hello = reader(handshake.subarray(4, 4 + handshake.readUIntBE(1, 3)));
  hello.skip(2 + 32);
  hello.take(1);
  hello.take(2);
  hello.take(1);
  const extensions = reader(hello.take(2));
  while (extensions.left() >= 4) {
    const type = extensions.number(2);
    const body = extensions.take(2);
    if (type !== SERVER_NAME) continue;
    const names = reader(reader(body).take(2));
    if (names.number(1) === 0) return names.take(2).toString('latin1');
  }
  return undefined;
}

/** Reads from the front; beyond the end there is nothing, never an error. */
function reader(bytes: Buffer) {
  let at = 0;
  const number = (size: 1 | 2): number => {
    const value = at + size <= bytes.length ? bytes.readUIntBE(at, size) : 0;
    at += size;
    return value;
  };
  return {
    number,
    left: () => bytes.length - at,
    skip: (count: number) => void (at += count),
    /** What follows a length of so many bytes. */
    take: (size: 1 | 2): Buffer => {
      const length = number(size);
      const part = bytes.subarray(at, at + length);
      at += length;
      return part;
    },
  };
}
