import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {istiodOf} from '../../../src/explain/checks/control-plane.js';
import {withIstio} from '../../../src/plan/istio.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {chapterPlan} from '../../helpers/chapter.js';

const plan = chapterPlan();
const hopped = withIstio(plan, 'west', {version: '1.18.2', revision: '1-18-2'});
const deployment = (name: string, app = 'istiod', namespace = 'istio-system'): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name, namespace, labels: {app}},
});

test('istiod is the one of the plan, by its revision; where the mesh has moved since, the one that is there', (t) => {
  const name = (of: typeof plan, ...there: readonly KubeObject[]): string =>
    istiodOf(clusterNamed(of, 'west'), there).name;
  t.is(name(plan, deployment('istiod')), 'istiod');
  t.is(name(hopped, deployment('istiod'), deployment('istiod-1-18-2')), 'istiod-1-18-2');
  t.is(name(plan, deployment('istiod-1-18-2')), 'istiod-1-18-2');
  t.is(name(hopped, deployment('istiod')), 'istiod');
  t.is(
    name(hopped, deployment('other', 'other'), deployment('istiod', 'istiod', 'mine')),
    'istiod-1-18-2',
    'none is there',
  );
});
