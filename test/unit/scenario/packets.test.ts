import test from 'ava';
import {connectionsOf} from '../../../src/scenario/probes/packets/connections.js';
import {framesOf} from '../../../src/scenario/probes/packets/pcap.js';
import {tlsRecordsOf} from '../../../src/scenario/probes/packets/tls.js';
import {captureOf, clientHello, record, type Packet} from '../../helpers/capture.js';

const SNI = 'outbound_.80_._.catalog.istioinaction.svc.cluster.local';
const CLIENT = '172.18.0.3:40102';
const SERVER = '172.18.255.202:15443';

/** A connection from its knock on: what each side sends, in turn. */
function conversation(sent: readonly (readonly ['client' | 'server', Buffer])[], first = 1000): Packet[] {
  const next = {client: first, server: 5000};
  const packets: Packet[] = [
    {from: CLIENT, to: SERVER, sequence: first - 1, syn: true},
    {from: SERVER, to: CLIENT, sequence: 4999, syn: true, ack: true},
  ];
  for (const [side, payload] of sent) {
    const [from, to] = side === 'client' ? [CLIENT, SERVER] : [SERVER, CLIENT];
    packets.push({from, to, sequence: next[side] >>> 0, ack: true, payload});
    next[side] += payload.length;
  }
  return packets;
}

const GREETED = [
  ['client', clientHello(SNI)],
  ['server', record(22, Buffer.from([2, 0, 0, 0]))],
  ['client', record(23, Buffer.from('secret'))],
  ['server', record(23, Buffer.from('secret too'))],
] as const;

const found = (packets: readonly Packet[], options = {}) => connectionsOf(captureOf(packets, options))[0];

test('a TLS connection is its records and the name in its greeting', (t) => {
  const [, hello] = GREETED[0];
  t.like(found(conversation(GREETED)), {client: CLIENT, server: SERVER, packets: 6, tlsRecords: 4, sni: SNI});
  t.is(found(conversation(GREETED))?.bytes, hello.length + 9 + 11 + 15);
});

for (const linkType of [1, 113, 276]) {
  test(`link type ${linkType} is read`, (t) => {
    t.is(found(conversation(GREETED), {linkType})?.sni, SNI);
  });
}

test('a capture in the other byte order, and one in nanoseconds, are read', (t) => {
  t.is(found(conversation(GREETED), {bigEndian: true})?.sni, SNI);
  t.is(found(conversation(GREETED), {nanoseconds: true})?.sni, SNI);
});

test('a greeting in pieces, out of order and sent twice, is put together', (t) => {
  const hello = clientHello(SNI);
  const pieces = [hello.subarray(0, 3), hello.subarray(3, 40), hello.subarray(40)];
  const [knock, answer, one, two, three] = conversation(pieces.map((piece) => ['client', piece] as const));
  const shuffled = [knock, answer, three, one, two, one].filter((packet) => packet !== undefined);
  t.like(found(shuffled), {sni: SNI, tlsRecords: 1});
});

test('sequence numbers may wrap around', (t) => {
  t.is(found(conversation(GREETED, 0xffffffff - 20))?.tlsRecords, 4);
});

test('a connection that was open before has records, but no greeting', (t) => {
  const later = conversation(GREETED).slice(4);
  const connection = found(later);
  t.like(connection, {client: CLIENT, server: SERVER, tlsRecords: 2});
  t.false('sni' in (connection ?? {}));
});

test('plain HTTP is no TLS, and is told', (t) => {
  const ask = 'GET /items?x=1 HTTP/1.1\r\nhost: a\r\nX-Forwarded-For: 172.18.0.9\r\n\r\n';
  const connection = found(conversation([['client', Buffer.from(ask)]]));
  t.false('tlsRecords' in (connection ?? {}));
  t.deepEqual(connection?.requests, [{method: 'GET', path: '/items', forwardedFor: '172.18.0.9'}]);
});

test('HTTP after a good TLS greeting is found', (t) => {
  const plain = Buffer.from('POST /x HTTP/1.1\r\n\r\n');
  const connection = found(conversation([...GREETED, ['client', plain]]));
  t.false('tlsRecords' in (connection ?? {}));
  t.is(connection?.requests[0]?.path, '/x');
});

test('a hole in a stream is not TLS alone: nobody knows what was in it', (t) => {
  const packets = conversation(GREETED);
  const [first] = GREETED[2];
  t.is(first, 'client');
  const more = conversation([...GREETED, ['client', record(23, Buffer.from('more'))]]);
  const holed = more.filter((_, index) => index !== 4);
  t.is(packets.length, 6);
  t.false('tlsRecords' in (found(holed) ?? {}));
});

test('what is cut off at the end of the file is left out', (t) => {
  const file = captureOf(conversation(GREETED));
  t.is(framesOf(file.subarray(0, file.length - 1)).length, 5);
});

test('what is no capture is an error', (t) => {
  t.throws(() => framesOf(Buffer.from('hello')), {code: 'CAPTURE-UNREADABLE'});
});

test('a record cut off at the end still counts; one of an unknown kind does not', (t) => {
  t.is(tlsRecordsOf(record(23, Buffer.alloc(100)).subarray(0, 50))?.records, 1);
  t.is(tlsRecordsOf(Buffer.from([19, 3, 3, 0, 0])), undefined);
  t.is(tlsRecordsOf(Buffer.from([23, 3, 3, 255, 255])), undefined);
  t.deepEqual(tlsRecordsOf(Buffer.alloc(0)), {records: 0});
});
