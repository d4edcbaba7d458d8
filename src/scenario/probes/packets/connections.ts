import type {Connection} from '../../measured.js';
import {requestsIn} from './http.js';
import {framesOf} from './pcap.js';
import {segmentOf} from './segments.js';
import {conversationsOf, type Conversation} from './streams.js';
import {tlsRecordsOf} from './tls.js';

/** What a capture file says of its connections. What they carried stays here, but for what could be read as HTTP. */
export function connectionsOf(file: Buffer): readonly Connection[] {
  const segments = framesOf(file).flatMap((frame) => segmentOf(frame) ?? []);
  return conversationsOf(segments).map(connectionOf);
}

function connectionOf({client, server, packets, fromClient, fromServer}: Conversation): Connection {
  const both = [fromClient, fromServer].map(({bytes}) => tlsRecordsOf(bytes));
  const whole = !fromClient.torn && !fromServer.torn && both.every((records) => records !== undefined);
  const sni = both[0]?.sni;
  return {
    client,
    server,
    packets,
    bytes: fromClient.bytes.length + fromServer.bytes.length,
    ...(whole ? {tlsRecords: both.reduce((sum, found) => sum + found.records, 0)} : {}),
    ...(sni === undefined ? {} : {sni}),
    requests: [...requestsIn(fromClient.bytes), ...requestsIn(fromServer.bytes)],
  };
}
