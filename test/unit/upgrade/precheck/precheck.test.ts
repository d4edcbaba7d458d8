import test from 'ava';
import type {HopFacts} from '../../../../src/upgrade/precheck/hop-checks.js';
import {aftercheck, faultsOf, precheck, refusalOf} from '../../../../src/upgrade/precheck/precheck.js';
import {facts, GIB, HEALTHY, plan, range, TO_18, TO_19, TO_20} from '../../../helpers/breakers.js';

test('a healthy lab has nothing that speaks against any hop that Istio supports', (t) => {
  for (const hop of [TO_18, TO_19, TO_20, range('1.17.5', '1.17.5'), range('1.18.2', '1.17.5')])
    t.deepEqual(faultsOf(precheck(facts({range: hop}), [HEALTHY])), []);
});

/** Of the hop itself: what is otherwise, the code, what is seen, what to do. */
const REFUSALS: readonly (readonly [Partial<HopFacts>, string, RegExp, RegExp])[] = [
  [
    {range: range('1.17.5', '1.99.0')},
    'UPGRADE-UNKNOWN-VERSION',
    /Istio 1\.99\.0/,
    /it has|has 1\.16\.5.*nearest is 1\.20\.0/,
  ],
  [{range: range('1.17.5', '1.18')}, 'UPGRADE-UNKNOWN-VERSION', /Istio 1\.18 /, /nearest is 1\.18\.2/],
  [
    {range: range('1.17.5', '1.19.0', {strategy: 'in-place'})},
    'UPGRADE-UNSUPPORTED-HOP',
    /2 minor versions/,
    /--to 1\.18\.2/,
  ],
  [
    {atHand: ['1.17.5']},
    'UPGRADE-NOT-AT-HAND',
    /Istio 1\.18\.2 is not there; at hand: 1\.17\.5/,
    /^eastwest supply build --istio 1\.18\.2$/,
  ],
  [
    {range: range('1.17.5', '1.18.1')},
    'UPGRADE-NOT-AT-HAND',
    /Istio 1\.18\.1 is not there/,
    /never has it.*nearest is 1\.18\.2/,
  ],
  [
    {memory: {totalBytes: 4 * GIB, availableBytes: GIB / 2}},
    'UPGRADE-MEMORY',
    /512 MiB available, 960 MiB needed/,
    /end other programs$/,
  ],
  [
    {memory: {totalBytes: 4 * GIB, availableBytes: 0.8 * GIB}},
    'UPGRADE-MEMORY',
    /819 MiB available/,
    /--strategy in-place/,
  ],
  [
    {ailments: ['explain: the gateway of east has no address']},
    'UPGRADE-LAB-UNHEALTHY',
    /no address/,
    /eastwest explain/,
  ],
  [
    {plan: {...plan, versions: {...plan.versions, kubernetes: '1.23.17'}}},
    'UPGRADE-KUBERNETES',
    /Istio 1\.18\.2 is supported on Kubernetes 1\.24 to 1\.27/,
    /1\.26/,
  ],
];

for (const [more, code, seen, remedy] of REFUSALS) {
  test(`${code}: ${seen.source}`, (t) => {
    const error = refusalOf(faultsOf(precheck(facts(more), [HEALTHY])));
    t.is(error.code, code);
    t.is(error.exitCode, 2);
    t.regex(error.message, seen);
    t.regex(error.hint ?? '', remedy);
  });
}

test('Kubernetes that is only out of what is supported is a warning: 1.16 runs on 1.26', (t) => {
  const rows = precheck(facts({range: range('1.16.5', '1.17.5')}), [HEALTHY]);
  t.like(
    rows.find(({code}) => code === 'UPGRADE-KUBERNETES'),
    {level: 'warning'},
  );
  t.deepEqual(faultsOf(rows), []);
});

test('of several faults the first gives its code, the others stand beside it', (t) => {
  const seen = {...HEALTHY, helmReleases: ['a/b'], gatewayApi: 'v0.5.0'};
  const error = refusalOf(faultsOf(precheck(facts(), [seen])));
  t.regex(error.message, /\(and 1 more\)/);
  t.regex(error.details[0] ?? '', /^UPGRADE-GATEWAY-API: .*Remedy: /);
});

test('afterwards health and clusters are looked at again, and the hop itself no more', (t) => {
  const rows = aftercheck(facts({range: TO_18, ailments: ['x'], atHand: []}), [HEALTHY]);
  t.deepEqual(
    faultsOf(rows).map(({code}) => code),
    ['UPGRADE-LAB-UNHEALTHY'],
  );
  t.true(rows.some(({code}) => code === 'UPGRADE-VALIDATOR-FROZEN'));
});
