import type {Segment} from './segments.js';

/** One direction of a connection, as far as it was captured without a hole. */
export interface Stream {
  readonly bytes: Buffer;
  /** A segment is missing; what came after it is not in `bytes`. */
  readonly torn: boolean;
}

/** Both directions of a TCP connection; the client is the side that knocked, or has the higher port. */
export interface Conversation {
  readonly client: string;
  readonly server: string;
  readonly packets: number;
  readonly fromClient: Stream;
  readonly fromServer: Stream;
}

/** The connections in a capture, in the order of their first packets. */
export function conversationsOf(segments: readonly Segment[]): readonly Conversation[] {
  const groups = new Map<string, Segment[]>();
  for (const segment of segments) {
    const key = [segment.source, segment.destination].sort().join(' ');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [segment]);
    else group.push(segment);
  }
  return [...groups.values()].map((group) => {
    const client = clientOf(group);
    const server = client === group[0]?.source ? group[0].destination : (group[0]?.source ?? '');
    return {
      client,
      server,
      packets: group.length,
      fromClient: streamOf(group.filter(({source}) => source === client)),
      fromServer: streamOf(group.filter(({source}) => source !== client)),
    };
  });
}

function clientOf(group: readonly Segment[]): string {
  const knock = group.find(({syn}) => syn);
  if (knock !== undefined) return knock.ack ? knock.destination : knock.source;
  const sides = [group[0]?.source ?? '', group[0]?.destination ?? ''];
  return sides.sort((a, b) => portOf(b) - portOf(a))[0] ?? '';
}

function portOf(side: string): number {
  return Number(side.split(':')[1]);
}

/** Puts the segments of one direction in their order and drops what was sent or seen twice. */
function streamOf(segments: readonly Segment[]): Stream {
  const [first] = segments;
  if (first === undefined) return {bytes: Buffer.alloc(0), torn: false};
  // Sequence numbers wrap around at 2^32: places are counted from the first segment's, with a sign.
  const placed = segments
    .map(({sequence, syn, payload}) => ({at: (sequence + (syn ? 1 : 0) - first.sequence) | 0, payload}))
    .filter(({payload}) => payload.length > 0)
    .sort((a, b) => a.at - b.at || b.payload.length - a.payload.length);
  const parts: Buffer[] = [];
  let next = placed[0]?.at ?? 0;
  for (const {at, payload} of placed) {
    if (at > next) return {bytes: Buffer.concat(parts), torn: true};
    const fresh = payload.subarray(Math.min(payload.length, next - at));
    parts.push(fresh);
    next += fresh.length;
  }
  return {bytes: Buffer.concat(parts), torn: false};
}
