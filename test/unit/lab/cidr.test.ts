import test from 'ava';
import {dotted, overlap, parseCidr, sizeOf, type Cidr} from '../../../src/lab/cidr.js';

function cidr(text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined) throw new Error(`${text} was not taken`);
  return parsed;
}

test('a range is an address and a length', (t) => {
  t.deepEqual(cidr('0.0.1.0/24'), {base: 256, bits: 24});
  t.is(sizeOf(cidr('10.0.0.0/22')), 1024);
  t.is(sizeOf(cidr('0.0.0.0/0')), 2 ** 32);
  t.is(sizeOf(cidr('255.255.255.255/32')), 1);
});

for (const text of [
  '10.0.0.0',
  '10.0.0/8',
  '10.0.0.256/32',
  '10.0.0.0/33',
  'x/8',
  '',
  '10.0.0.1/8',
  'fd00::/8',
]) {
  test(`no range: "${text}"`, (t) => t.is(parseCidr(text), undefined));
}

test('ranges overlap when one holds the other, and not when they only touch', (t) => {
  const clash = (one: string, other: string): boolean => overlap(cidr(one), cidr(other));
  t.true(clash('10.0.0.0/8', '10.20.0.0/16'));
  t.true(clash('10.20.0.0/16', '10.0.0.0/8'));
  t.true(clash('10.0.0.0/24', '10.0.0.0/24'));
  t.false(clash('10.0.0.0/24', '10.0.1.0/24'));
  t.false(clash('10.0.1.0/24', '10.0.0.0/24'));
});

test('an address is written with dots, also above 127', (t) => {
  t.is(dotted(cidr('192.168.255.1/32').base), '192.168.255.1');
  t.is(dotted(0), '0.0.0.0');
});
