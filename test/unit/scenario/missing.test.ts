import test from 'ava';
import type {Plan} from '../../../src/plan/plan.js';
import {missingOf} from '../../../src/scenario/needs.js';
import type {Capability, Scenario} from '../../../src/scenario/scenario.js';
import {chapterPlan, samplePlan} from '../../helpers/chapter.js';
import {HEAD, BODY} from '../../helpers/scripted-run.js';
import {scenarioOf} from '../../helpers/scenarios.js';

const sound = scenarioOf(HEAD + BODY);
const missing = (clusters: readonly string[], requires: readonly Capability[], plan: Plan) => {
  const scenario: Scenario = {...sound, requires, needs: {clusters, apps: []}};
  return missingOf(scenario, plan);
};

test('clusters that are not there come before anything else that is missing', (t) => {
  t.is(missing(['west', 'east'], [], samplePlan('one')), 'the cluster east');
  t.is(missing(['west', 'south', 'north'], ['kiali'], chapterPlan()), 'the clusters south, north');
  t.is(missing(['west', 'south', 'north'], [], samplePlan('four')), undefined);
});

test('an addon counts where the scenario looks at it, whatever a third cluster has', (t) => {
  const three = samplePlan('three');
  t.false(three.capabilities.includes('prometheus'), 'south has none');
  t.is(missing(['west', 'east'], ['prometheus', 'jaeger'], three), undefined);
  t.is(missing(['west', 'south'], ['prometheus'], three), 'prometheus');
  t.is(missing(['west', 'east'], ['kiali'], three), 'kiali', 'the supply has none');
  t.is(missing(['west', 'east'], ['istio-proxy'], three), 'istio-proxy');
});
