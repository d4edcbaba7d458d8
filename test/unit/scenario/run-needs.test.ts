import test from 'ava';
import {BODY, HEAD, MEASURE, run} from '../../helpers/scripted-run.js';

test('a need that is not met is a failure, and nothing is changed', async (t) => {
  const text = (HEAD + BODY).replace('west/webapp]', 'west/webapp, west/absent]');
  const {results, diary, commands} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'failed');
  t.deepEqual(commands, []);
  t.regex(results[0]?.evidence ?? '', /^not ready: waited 30 s for west\/absent .*no deployment absent/);
  t.deepEqual(diary, []);
});

test('a capability that the lab does not have skips the scenario, and says which', async (t) => {
  const text = HEAD + '  requires: [istio-proxy]' + BODY;
  const {results, diary, commands} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'skipped');
  t.is(results[0]?.evidence, 'requires istio-proxy');
  t.deepEqual([...diary, ...commands], []);
});

for (const [requires, evidence] of [
  ['istio: ">=1.18"', 'requires Istio >=1.18, this lab has 1.17.5'],
  ['requires: [kiali]', 'requires kiali'],
  ['requires: [grafana, jaeger, istio-proxy]', 'requires grafana, istio-proxy'],
] as const) {
  test(`${requires} skips the scenario in this lab, and nothing is touched`, async (t) => {
    const {results, diary, commands} = await run(`${HEAD}  ${requires}\n  phases:${MEASURE}`, ['good']);
    t.is(results[0]?.verdict, 'skipped');
    t.is(results[0]?.evidence, evidence);
    t.deepEqual([...diary, ...commands], []);
  });
}

test('clusters that the lab does not have skip the scenario, and are named, whatever its steps say of them', async (t) => {
  const text = (HEAD + BODY)
    .replace('[west]', '[west, south, north]')
    .replace('from: mypc', 'from: another-client');
  const {results, diary, commands} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'skipped');
  t.is(results[0]?.evidence, 'requires the clusters south, north');
  t.deepEqual([...diary, ...commands], []);
});

test('what the lab has does not skip', async (t) => {
  const text = `${HEAD}  requires: [prometheus, jaeger]\n  phases:${MEASURE}`;
  const {results} = await run(text, ['good']);
  t.is(results[0]?.verdict, 'passed');
});

test('a range that holds this Istio does not skip', async (t) => {
  const {results} = await run(`${HEAD}  istio: ">=1.17 <1.19"\n  phases:${MEASURE}`, ['good']);
  t.is(results[0]?.verdict, 'passed');
});
