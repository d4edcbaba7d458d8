import test from 'ava';
import {chosen, refuseUnknownSettings} from '../../../src/scenario/choice.js';
import type {Scenario} from '../../../src/scenario/scenario.js';
import {scenarioOf} from '../../helpers/scenarios.js';

const scenario = (name: string, labels: object, variables: object = {}): Scenario =>
  scenarioOf(
    JSON.stringify({
      apiVersion: 'eastwest/v1',
      kind: 'Scenario',
      metadata: {name, pack: 'p', title: 't', labels},
      spec: {
        needs: {clusters: ['west']},
        variables,
        phases: [
          {name: 'a', steps: [{explain: 'e', proxyStatus: {cluster: 'west'}, expect: [{synced: true}]}]},
        ],
      },
    }),
  );

const ALL = [
  scenario('slow', {speed: 'slow', topic: 'trust'}, {count: {type: 'number', default: 1}}),
  scenario('fast', {speed: 'fast', topic: 'trust'}),
  scenario('bare', {}),
];

const names = (choice: Parameters<typeof chosen>[1]): string =>
  chosen(ALL, choice)
    .map(({name}) => name)
    .join();

test('nothing chosen is everything', (t) => {
  t.is(names({}), 'slow,fast,bare');
});

test('only: what fits any of the choices, by label, name or pack and name', (t) => {
  t.is(names({only: ['speed=slow']}), 'slow');
  t.is(names({only: ['topic=trust']}), 'slow,fast');
  t.is(names({only: ['speed=slow', 'bare']}), 'slow,bare');
  t.is(names({only: ['p/fast']}), 'fast');
});

test('skip: none that fits any of the choices, also of those that only has chosen', (t) => {
  t.is(names({skip: ['speed=slow']}), 'fast,bare');
  t.is(names({only: ['topic=trust'], skip: ['fast']}), 'slow');
});

for (const [choice, message] of [
  [{only: ['speed=slwo']}, '--only speed=slwo: no scenario fits, did you mean speed=slow?'],
  [{skip: ['brae']}, '--skip brae: no scenario fits, did you mean bare?'],
  [{only: ['constructor=x']}, '--only constructor=x: no scenario fits'],
  [{only: ['bare'], skip: ['bare']}, '--only and --skip leave no scenario over'],
] as const) {
  test(`refused: ${message}`, (t) => {
    t.throws(() => names(choice), {message, code: 'SCENARIO-UNKNOWN'});
  });
}

test('a setting for a variable that no scenario has is refused', (t) => {
  t.notThrows(() => refuseUnknownSettings({count: '3'}, ALL));
  t.throws(() => refuseUnknownSettings({cuont: '3'}, ALL), {
    message: '--set cuont: no scenario that is run has such a variable, did you mean count?',
  });
});
