import test from 'ava';
import {
  goesUpTo,
  isKnown,
  kubernetesOf,
  minorOf,
  onKubernetes,
  revisionFor,
  unsupported,
} from '../../../src/upgrade/versions.js';

const AT_HAND = ['1.16.5', '1.17.5', '1.18.2', '1.19.0', '1.20.0'];

test('a full version of Istio 1 has a minor, and is known where what it changes is', (t) => {
  t.is(minorOf('1.18.2'), 18);
  for (const strange of ['1.18', 'v1.18.2', '2.1.0', 'latest', '1.18.2-rc.1', ''])
    t.is(minorOf(strange), undefined, strange);
  for (const version of AT_HAND) t.true(isKnown(version), version);
  for (const version of ['1.15.0', '1.99.0', '1.18']) t.false(isKnown(version), version);
});

/** From, to, strategy; then what the refusal says, or nothing. */
const HOPS: readonly (readonly [string, string, 'canary' | 'in-place', (RegExp | undefined)?, RegExp?])[] = [
  ['1.17.5', '1.18.2', 'in-place'],
  ['1.18.2', '1.17.5', 'in-place'],
  ['1.17.5', '1.17.5', 'in-place'],
  [
    '1.17.5',
    '1.19.0',
    'in-place',
    /are 2 minor versions; in place Istio supports 1/,
    /--to 1\.18\.2 --strategy in-place/,
  ],
  ['1.20.0', '1.18.2', 'in-place', /are 2 minor versions/, /--to 1\.19\.0 --strategy in-place/],
  ['1.17.5', '1.17.5', 'canary'],
  ['1.17.5', '1.19.0', 'canary'],
  ['1.19.0', '1.17.5', 'canary'],
  [
    '1.17.5',
    '1.20.0',
    'canary',
    /are 3 minor versions; by revision Istio supports 2/,
    /--to 1\.19\.0 --strategy canary/,
  ],
  ['1.20.0', '1.16.5', 'canary', /are 4 minor versions/, /--to 1\.18\.2 --strategy canary/],
];

for (const [from, to, strategy, seen, remedy] of HOPS) {
  test(`${from} -> ${to} ${strategy}: ${seen === undefined ? 'goes' : 'is refused, with the next hop that works'}`, (t) => {
    const refusal = unsupported({version: from}, to, strategy, AT_HAND);
    if (seen === undefined || remedy === undefined) return t.is(refusal, undefined);
    t.regex(refusal?.seen ?? '', seen);
    t.regex(refusal?.remedy ?? '', remedy);
    return undefined;
  });
}

test('where nothing lies between, two minors go by revision, and more by what is built first', (t) => {
  const few = ['1.17.5', '1.19.0'];
  t.is(
    unsupported({version: '1.17.5'}, '1.19.0', 'in-place', few)?.remedy,
    'eastwest upgrade --to 1.19.0 --strategy canary',
  );
  t.regex(
    unsupported({version: '1.16.5'}, '1.20.0', 'canary', [])?.remedy ?? '',
    /by way of 1\.18: eastwest supply build/,
  );
});

test('what was installed by revision is not upgraded in place', (t) => {
  const from = {version: '1.18.2', revision: '1-18-2'};
  t.regex(unsupported(from, '1.19.0', 'in-place', AT_HAND)?.seen ?? '', /has the revision 1-18-2/);
  t.is(unsupported(from, '1.19.0', 'canary', AT_HAND), undefined);
});

test('Kubernetes 1.26 is one for 1.17 to 1.20; 1.16 was never said to be for it', (t) => {
  t.is(onKubernetes('1.16.5', '1.26.15'), 'unsupported');
  for (const version of AT_HAND.slice(1)) t.is(onKubernetes(version, '1.26.15'), 'supported', version);
  t.is(onKubernetes('1.19.0', '1.24.17'), 'too old');
  t.is(kubernetesOf('1.17.5'), '1.23 to 1.26');
});

test('a change of a minor version counts for hops into it or past it, upwards', (t) => {
  const range = (from: string, to: string) => ({from: {version: from}, to: {version: to}});
  t.true(goesUpTo(18, range('1.17.5', '1.18.2')));
  t.true(goesUpTo(18, range('1.17.5', '1.19.0')));
  t.false(goesUpTo(18, range('1.18.2', '1.19.0')));
  t.false(goesUpTo(18, range('1.19.0', '1.17.5')));
  t.false(goesUpTo(17, range('1.17.5', '1.17.5')));
});

test('a revision has no dots, and another name than the one that is there', (t) => {
  t.is(revisionFor('1.18.2', 'canary', {version: '1.17.5'}), '1-18-2');
  t.is(revisionFor('1.18.2', 'canary', {version: '1.18.2', revision: '1-18-2'}), '1-18-2-b');
  t.is(revisionFor('1.18.2', 'canary', {version: '1.18.2', revision: '1-18-2-b'}), '1-18-2');
  t.is(revisionFor('1.18.2', 'in-place', {version: '1.17.5'}), undefined);
});
