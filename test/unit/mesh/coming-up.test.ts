import test from 'ava';
import {controlPlaneStep} from '../../../src/mesh/control-plane.js';
import {eastWestStep} from '../../../src/mesh/east-west.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {untouchableDrivers} from '../../fakes/drivers.js';
import {kubeWith} from '../../fakes/kube.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {quietContext} from '../../helpers/world.js';

/** A Deployment whose pod is not ready. */
const comingUp = (name: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {name, namespace: 'istio-system', generation: 1},
  spec: {replicas: 1},
  status: {observedGeneration: 1, replicas: 1, updatedReplicas: 1, readyReplicas: 0},
});

test('while pods come up only they are asked for, not each second all that was installed', async (t) => {
  const plan = chapterPlan();
  const west = clusterNamed(plan, 'west');
  const names = ['istiod', 'istio-ingressgateway', 'istio-eastwestgateway'];
  // Neither istioctl nor any other object may be touched.
  const drivers = {...untouchableDrivers(), kubeFor: () => kubeWith(names.map(comingUp))};
  for (const step of [controlPlaneStep(plan, west, drivers), eastWestStep(plan, west, drivers)]) {
    const {done, seen} = await step.done(quietContext);
    t.false(done);
    t.regex(seen, /^istio/);
  }
});
