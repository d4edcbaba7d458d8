import test from 'ava';
import {allowed, judge, KNOWN_NAMES} from '../../../src/differences/index.js';
import type {ScenarioFigures, StateName} from '../../../src/differences/state.js';
import {everywhere, meshState} from '../../helpers/mesh-state.js';

const scenario = (id: string, verdict: ScenarioFigures['verdict'], evidence = ''): ScenarioFigures => ({
  id,
  title: id,
  verdict,
  evidence,
  measured: [],
});

const state = (name: StateName, version: string, scenarios: readonly ScenarioFigures[] = [], workers = 2) =>
  meshState({
    name,
    istio: everywhere(version),
    scenarios,
    proxies: [{server: {version: '1.36.2', workers}}],
  });

const HOP = {from: '1.17.5', to: '1.18.2'};

test('a hop in which nothing differs has passed, and says what it could not have shown', (t) => {
  const {passed, alarms, states, notObservable, unseen, text} = judge(
    state('before', '1.17.5'),
    [state('mixed', '1.17.5'), state('after', '1.18.2'), state('rolled-back', '1.17.5')],
    HOP,
  );
  t.true(passed);
  t.is(alarms, 0);
  t.deepEqual(
    states.map(({state: name, differences}) => [name, differences.length]),
    [
      ['mixed', 0],
      ['after', 0],
      ['rolled-back', 0],
    ],
  );
  t.deepEqual(
    notObservable.map(({name}) => name),
    ['duplicate-authn-filter'],
  );
  t.true(unseen.some(({name}) => name === 'server-side-apply'));
  t.is(text, 'nothing differs');
});

test('scenarios are compared that were run before and in every state since, and who failed before is told', (t) => {
  const ran = ['a', 'b', 'c'].map((id) => scenario(id, 'passed'));
  const before = state('before', '1.17.5', [...ran, scenario('d', 'failed'), scenario('e', 'skipped')]);
  const since = [...ran.slice(0, 2), scenario('d', 'failed'), scenario('e', 'skipped')];
  const mixed = state('mixed', '1.17.5', [...since, scenario('c', 'passed')]);
  const after = state('after', '1.18.2', since);
  const {scenarios, failedBefore} = judge(before, [mixed, after], HOP);
  t.deepEqual(scenarios, ['a', 'b', 'd']);
  t.deepEqual(failedBefore, ['d']);
  t.deepEqual(judge(before, [], HOP).scenarios, [], 'with nothing to compare with');
});

test('a change of behaviour fails the hop until it is allowed by its name', (t) => {
  const [before, after] = [state('before', '1.17.5', [], 4), state('after', '1.18.2', [], 2)];
  const refused = judge(before, [after], HOP);
  t.false(refused.passed);
  t.is(refused.text, '1 difference, 1 name known, 1 alarm, 0 regressions');
  const excused = judge(before, [after], {...HOP, allow: ['proxy-concurrency', 'startup-probe']});
  t.true(excused.passed);
  t.deepEqual(
    excused.allowed,
    ['proxy-concurrency'],
    'what was not needed is not said to have excused anything',
  );
  t.false(judge(before, [after], {...HOP, allow: ['startup-probe']}).passed);
});

test('a scenario that passed and fails now is a regression, with what explains it', (t) => {
  const before = state('before', '1.17.5', [scenario('resilience/intermediate-ca-rotated', 'passed')]);
  const failing = [scenario('resilience/intermediate-ca-rotated', 'failed', '2 of 400 calls were lost')];
  const refused = judge(before, [state('mixed', '1.17.5'), state('after', '1.18.2', failing)], HOP);
  t.false(refused.passed);
  t.deepEqual(refused.states[1]?.regressions, [
    {
      scenario: 'resilience/intermediate-ca-rotated',
      seen: 'failed: 2 of 400 calls were lost',
      explainedBy: ['auto-reload-plugin-certs'],
    },
  ]);
  const excused = judge(before, [state('after', '1.18.2', failing)], {
    ...HOP,
    allow: ['auto-reload-plugin-certs'],
  });
  t.true(excused.passed);
  t.deepEqual(excused.allowed, ['auto-reload-plugin-certs']);
});

test('a regression that nothing known explains is excused by no name', (t) => {
  const before = state('before', '1.17.5', [scenario('ch12/jaeger', 'passed')]);
  const after = state('after', '1.18.2', [scenario('ch12/jaeger', 'failed')]);
  const {passed, states} = judge(before, [after], {...HOP, allow: KNOWN_NAMES});
  t.false(passed);
  t.deepEqual(states[0]?.regressions[0]?.explainedBy, []);
});

test('what is bound to Envoy explains nothing where stock Envoy runs', (t) => {
  const hop = {from: '1.19.0', to: '1.20.0'};
  const failing = (proxy: 'stock-envoy' | 'istio-proxy') =>
    judge(
      {...state('before', '1.19.0', [scenario('ch12/failover', 'passed')]), proxy},
      [{...state('after', '1.20.0', [scenario('ch12/failover', 'failed')]), proxy}],
      hop,
    );
  t.deepEqual(failing('istio-proxy').states[0]?.regressions[0]?.explainedBy, ['max-ejection-percent']);
  t.deepEqual(failing('stock-envoy').states[0]?.regressions[0]?.explainedBy, []);
  t.true(failing('stock-envoy').notObservable.some(({name}) => name === 'max-ejection-percent'));
  t.deepEqual(failing('istio-proxy').notObservable, []);
});

test('a scenario that failed before and passes now, or was never run, is no regression', (t) => {
  const before = state('before', '1.17.5', [scenario('ch12/a', 'failed'), scenario('ch12/b', 'passed')]);
  const {passed, states} = judge(before, [state('after', '1.18.2', [scenario('ch12/a', 'passed')])], HOP);
  t.true(passed);
  t.deepEqual(states[0]?.regressions, []);
  t.deepEqual(
    states[0]?.differences.map(({where, before: was, after: is, alarm}) => [where.of, was, is, alarm]),
    [[['ch12/a'], 'failed', 'passed: ', false]],
  );
});

test('one that is skipped or broken off now had passed, too', (t) => {
  const before = state('before', '1.17.5', [scenario('ch12/a', 'passed'), scenario('ch12/b', 'passed')]);
  const after = state('after', '1.18.2', [scenario('ch12/a', 'skipped'), scenario('ch12/b', 'interrupted')]);
  const {states} = judge(before, [after], HOP);
  t.deepEqual(
    states[0]?.regressions.map(({scenario: id}) => id),
    ['ch12/a', 'ch12/b'],
  );
});

test('a mesh that was rolled back is held against what it was, and nothing excuses it but a name', (t) => {
  const before = state('before', '1.17.5', [], 2);
  const back = state('rolled-back', '1.17.5', [], 3);
  const {passed, states} = judge(before, [back], {...HOP, allow: ['proxy-concurrency']});
  t.false(passed);
  t.is(states[0]?.differences[0]?.known, undefined);
});

test('a regression that is left after the rollback is explained by no release', (t) => {
  const id = 'resilience/intermediate-ca-rotated';
  const before = state('before', '1.17.5', [scenario(id, 'passed')]);
  const {states} = judge(before, [state('rolled-back', '1.17.5', [scenario(id, 'failed')])], HOP);
  t.deepEqual(states[0]?.regressions[0]?.explainedBy, []);
});

test('what follows from the hop is told with each state', (t) => {
  const given = (name: StateName, version: string) =>
    meshState({
      name,
      istio: everywhere(version),
      proxies: [{bootstrap: {node: {metadata: {ISTIO_VERSION: version}}}}],
    });
  const {states} = judge(given('before', '1.17.5'), [given('after', '1.18.2')], HOP);
  t.deepEqual(states, [
    {
      state: 'after',
      differences: [],
      regressions: [],
      setAside: [{what: 'the version 1.18.2', texts: 1}],
    },
  ]);
});

test('a name that is not known is refused with the nearest one', (t) => {
  const hintFor = (name: string): string | undefined =>
    t.throws<Error & {hint?: string}>(() => allowed([name]), {code: 'ALLOW-UNKNOWN'}).hint;
  t.is(hintFor('startup-prob'), 'did you mean startup-probe? docs/known-changes.md has all names');
  t.is(
    hintFor('concurrency-of-proxy'),
    'did you mean proxy-concurrency? docs/known-changes.md has all names',
  );
  t.is(hintFor('xyz'), 'docs/known-changes.md has all names');
  t.deepEqual([...allowed(['startup-probe', 'startup-probe'])], ['startup-probe']);
});
