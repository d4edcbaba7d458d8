import test from 'ava';
import {
  compare,
  KNOWN_CHANGES,
  KNOWN_NAMES,
  knownChangesPage,
  knownOf,
} from '../../../src/differences/index.js';
import {minorsBetween} from '../../../src/differences/known/catalogue.js';
import {MISHAPS} from '../../../src/differences/known/mishaps.js';
import {everywhere, meshState, type Given} from '../../helpers/mesh-state.js';
import {LATER_SAMPLES} from '../../helpers/samples-later.js';
import {TO_1_18_SAMPLES} from '../../helpers/samples-to-1-18.js';

/** For every known change that a configuration shows: what it looks like. */
const SAMPLES = {...TO_1_18_SAMPLES, ...LATER_SAMPLES};

const VERSIONS = {
  '1.16': '1.16.5',
  '1.17': '1.17.5',
  '1.18': '1.18.2',
  '1.19': '1.19.0',
  '1.20': '1.20.0',
} as const;
const before = (minor: keyof typeof VERSIONS): string => {
  const minors = Object.keys(VERSIONS) as (keyof typeof VERSIONS)[];
  return VERSIONS[minors[minors.indexOf(minor) - 1] ?? '1.16'];
};

for (const change of KNOWN_CHANGES.filter(({signs}) => signs.length > 0)) {
  const {name, in: minors, kind, crosses = false, envoyBound = false} = change;
  for (const minor of minors) {
    test(`${name} is recognised in a hop to ${minor}, and back, and is unknown without one`, (t) => {
      const samples = SAMPLES[name] ?? [];
      t.true(samples.length > 0, 'it has no sample');
      for (const {older, newer} of samples) {
        const [one, other] = [everywhere(before(minor)), everywhere(VERSIONS[minor])];
        const forth = compare(meshState({...older, istio: one}), meshState({...newer, istio: other}));
        const back = compare(meshState({...newer, istio: other}), meshState({...older, istio: one}));
        const none = compare(meshState({...older, istio: one}), meshState({...newer, istio: one}));
        for (const found of [forth, back]) {
          t.deepEqual(
            [...new Set(found.map(({known}) => known))],
            [name],
            found.map(({text}) => text).join('\n'),
          );
          t.deepEqual([...new Set(found.map(({alarm}) => alarm))], [kind === 'behaviour' && !envoyBound]);
        }
        t.true(none.length > 0);
        t.true(none.every(({known, alarm}) => alarm && known !== name));
        const elsewhere = compare(
          meshState({...older, istio: one}),
          meshState({...newer, istio: {...one, east: {version: VERSIONS[minor]}}}),
        );
        t.is(
          elsewhere.some(({known}) => known === name),
          crosses,
          'only where the cluster itself was changed',
        );
      }
    });
  }
}

test('what is bound to Envoy is an alarm where Istio’s own proxy runs', (t) => {
  const [sample] = SAMPLES['alpn-of-rules'] ?? [];
  const given = (side: Given | undefined, version: string) =>
    meshState({...side, istio: everywhere(version), proxy: 'istio-proxy'});
  const found = compare(given(sample?.older, '1.18.2'), given(sample?.newer, '1.19.0'));
  t.deepEqual(
    found.map(({known, alarm}) => [known, alarm]),
    [['alpn-of-rules', true]],
  );
});

test('no sample is of a change that is gone', (t) => {
  const names = KNOWN_CHANGES.map(({name}) => name);
  t.deepEqual(
    Object.keys(SAMPLES).filter((name) => !names.includes(name)),
    [],
  );
});

test('every name is one of its own, in lower case, and everything that is said of it is a sentence', (t) => {
  t.is(new Set(KNOWN_NAMES).size, KNOWN_NAMES.length);
  for (const {name, sense, consequence, source} of [...KNOWN_CHANGES, ...MISHAPS]) {
    t.regex(name, /^[a-z][a-z0-9]*([-.][a-z0-9]+)*$/);
    for (const text of [sense, consequence]) t.regex(text, /^[A-Zai].*\.$/, name);
    t.false(/[.!?] [A-Z]/.test(sense), `${name}: more than one sentence`);
    t.true(source.length > 15, name);
  }
});

test('what no configuration shows is told by scenarios, or as a rule', (t) => {
  const unseen = KNOWN_CHANGES.filter(({signs}) => signs.length === 0);
  t.true(unseen.length >= 5);
  t.true(unseen.every(({kind}) => kind === 'behaviour'));
});

test('at least twelve of the rows of the plan are known, and those of Envoy are rules', (t) => {
  const rows = [
    ...['rbac-updates-during-skew', 'auto-reload-plugin-certs', 'telemetry-providers', 'proxy-concurrency'],
    ...['gateway-revision-label', 'server-side-apply', 'empty-header-prefix', 'mesh-certificates-gone'],
    ...[
      'kubernetes-gateway-rollout',
      'gateway-host-names',
      'duplicate-authn-filter',
      'envoyfilter-canonical-names',
    ],
    ...[
      'gateway-names-at-proxy',
      'base-rights-moved',
      'removed-settings',
      'max-ejection-percent',
      'filter-order',
    ],
    ...['startup-probe', 'tls-modes-across-networks', 'remote-gateways-alone', 'secrets-of-every-namespace'],
    ...['failover-with-priority', 'install-stops', 'tag-command', 'frozen-validator'],
  ];
  t.deepEqual(
    rows.filter((row) => !KNOWN_NAMES.includes(row)),
    [],
  );
  const bound = KNOWN_CHANGES.filter(({envoyBound}) => envoyBound === true).map(({name}) => name);
  t.true(bound.includes('max-ejection-percent'));
});

test('the releases between two versions, either way', (t) => {
  t.deepEqual(minorsBetween('1.17.5', '1.19.0'), {minors: ['1.18', '1.19'], back: false});
  t.deepEqual(minorsBetween('1.20.0', '1.19.0'), {minors: ['1.20'], back: true});
  t.deepEqual(minorsBetween('1.17.5', '1.17.8'), {minors: [], back: false});
  t.deepEqual(knownOf('1.17.5', '1.17.5'), []);
});

test('the page has every name once as a heading of its own, and says what stock Envoy cannot show', (t) => {
  const page = knownChangesPage();
  for (const name of KNOWN_NAMES) t.true(page.includes(`\`${name}\``), name);
  t.regex(page, /max-ejection-percent[\s\S]{0,900}Not observable with stock Envoy/);
});
