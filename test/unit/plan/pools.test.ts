import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {poolRange} from '../../../src/plan/pools.js';

const west = {first: 101, last: 120};

test('a pool lies in the last /24 of the network, whatever its size', (t) => {
  t.is(poolRange('172.18.0.0/16', west), '172.18.255.101-172.18.255.120');
  t.is(poolRange('172.18.240.0/20', west), '172.18.255.101-172.18.255.120');
  t.is(poolRange('192.168.7.0/24', west), '192.168.7.101-192.168.7.120');
  t.is(poolRange('10.0.0.0/8', {first: 201, last: 220}), '10.255.255.201-10.255.255.220');
});

for (const subnet of ['172.18.0.0/25', '172.18.0.0/30', '', 'fc00::/64']) {
  test(`no room for pools in "${subnet}"`, (t) => {
    const error = t.throws(() => poolRange(subnet, west), {instanceOf: EastwestError});
    t.is(error.code, 'POOL-NO-ROOM');
    t.regex(error.hint ?? '', /dockerNetwork\.subnet/);
  });
}
