import test from 'ava';
import {chapterSkips, wrongVerdicts} from '../../torture/skips.js';

const both = chapterSkips(['west', 'east']);
const ids = Object.keys(both);
const DASHBOARDS = 'requires istio-proxy, kiali';
const results = (verdictOf: (id: string) => {verdict: string; evidence: string}) =>
  ids.map((id) => ({id, ...verdictOf(id)}));
const asTold = (skips: Readonly<Record<string, string | undefined>>) =>
  results((id) =>
    skips[id] === undefined
      ? {verdict: 'passed', evidence: 'well'}
      : {verdict: 'skipped', evidence: skips[id]},
  );

test('with both clusters all scenarios of the chapter must pass but the one that needs another proxy', (t) => {
  t.true(ids.length > 20);
  t.deepEqual(
    Object.entries(both).filter(([, why]) => why !== undefined),
    [['ch12/dashboards', DASHBOARDS]],
  );
  t.deepEqual(wrongVerdicts(asTold(both), both), []);
});

test('without east none can pass, and each says so', (t) => {
  const one = chapterSkips(['west']);
  t.deepEqual([...new Set(Object.values(one))], ['requires the cluster east']);
  t.deepEqual(wrongVerdicts(asTold(one), one), []);
  t.is(wrongVerdicts(asTold(both), one).length, ids.length);
});

test('a run in which all was skipped, for whatever reason, is not good; nor is one that left some out', (t) => {
  const skipped = results(() => ({verdict: 'skipped', evidence: DASHBOARDS}));
  t.is(wrongVerdicts(skipped, both).length, ids.length - 1);
  const reasonless = asTold(both).map((one) => (one.verdict === 'skipped' ? {...one, evidence: 'no'} : one));
  t.deepEqual(wrongVerdicts(reasonless, both), ['ch12/dashboards skipped: no']);
  t.deepEqual(wrongVerdicts(asTold(both).slice(1), both), [`${ids[0]}: was not run`]);
});
