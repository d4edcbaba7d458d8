import test from 'ava';
import {problemText} from '../../../src/base/yaml.js';
import {parseScenario, type Parsed} from '../../../src/scenario/parse.js';
import type {Settings} from '../../../src/scenario/typed-variables.js';
import {SURROUNDINGS} from '../../helpers/scenarios.js';

const TEXT = `apiVersion: eastwest/v1
kind: Scenario
metadata: {name: v, pack: p, title: t}
spec:
  needs: {clusters: [west]}
  variables:
    count: {type: number, default: 20}
    patience: {type: duration, default: 30s, description: how long}
    greeting: {type: string, default: Hello}
  phases:
    - name: one
      steps:
        - explain: \${var.count} calls, \${var.greeting}
          call: {from: mypc, url: 'http://\${west.ingress}/\${var.count}', count: '\${var.count}'}
          within: \${var.patience}
          expect: [share: {'\${var.greeting}': '>= 0.9'}]
`;

const parse = (settings: Settings): Parsed => parseScenario('v.yaml', TEXT, SURROUNDINGS, settings);

test('steps have the default values, numbers as numbers; the variables of the lab stay as they are', (t) => {
  const {scenario} = parse({});
  const [step] = scenario?.phases[0]?.steps ?? [];
  t.like(step, {
    explain: {en: '20 calls, Hello'},
    value: {url: 'http://${west.ingress}/20', count: 20},
    withinMs: 30_000,
    expect: [{key: 'share', value: {Hello: '>= 0.9'}}],
  });
  t.deepEqual(scenario?.variables[1], {
    name: 'patience',
    type: 'duration',
    value: '30s',
    description: 'how long',
  });
});

test('the command line gives other values', (t) => {
  const {scenario} = parse({count: '5', patience: '2m', greeting: '7', other: 'ignored'});
  t.like(scenario?.phases[0]?.steps[0], {
    value: {count: 5},
    withinMs: 120_000,
    expect: [{value: {7: '>= 0.9'}}],
  });
});

for (const [name, value, expected] of [
  ['count', 'many', 'v.yaml:7:5: --set count=many: expected a number'],
  ['count', '', 'v.yaml:7:5: --set count=: expected a number'],
  ['patience', '30', 'v.yaml:8:5: --set patience=30: expected a duration such as 30s'],
] as const) {
  test(`--set ${name}=${value} is refused where the variable is declared`, (t) => {
    const {problems} = parse({[name]: value});
    t.is(problems.map(problemText)[0], expected);
  });
}

test('a value that its use does not take is refused where it is used', (t) => {
  const {problems} = parse({count: '0.5'});
  t.deepEqual(
    problems.map(({line, message}) => `${line}: ${message}`),
    ['14: spec.phases.0.steps.0.call.count: expected int, got 0.5'],
  );
});
