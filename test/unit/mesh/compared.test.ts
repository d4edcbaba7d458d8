import test from 'ava';
import {drift} from '../../../src/drivers/kube/drift.js';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {compared} from '../../../src/mesh/install.js';

const metadata = {name: 'istio-eastwestgateway', namespace: 'istio-system', labels: {release: 'istio'}};

test('an autoscaler is looked for where Kubernetes serves it, whatever istioctl 1.16 writes away from a cluster', (t) => {
  for (const apiVersion of ['autoscaling/v2beta2', 'autoscaling/v2']) {
    const object = {apiVersion, kind: 'HorizontalPodAutoscaler', metadata, spec: {maxReplicas: 5}};
    t.deepEqual(compared(object, 'default'), {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: {name: 'istio-eastwestgateway', namespace: 'istio-system'},
    });
  }
});

test('what only istioctl writes is compared whole, less its labels', (t) => {
  const object = {apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {replicas: 1}};
  t.deepEqual(compared(object, 'default'), {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'istio-eastwestgateway', namespace: 'istio-system'},
    spec: {replicas: 1},
  });
});

test('rights that all control planes share are of the revision that was installed last, with its rules', (t) => {
  const rules = [{apiGroups: [''], resources: ['pods'], verbs: ['get']}];
  const object = {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: {name: 'istiod-istio-system', labels: {app: 'istiod'}},
    rules,
  };
  const [wanted, other] = ['default', '1-18-2'].map((revision) => compared(object, revision));
  t.deepEqual(wanted?.metadata, {name: 'istiod-istio-system', labels: {'istio.io/rev': 'default'}});
  // What a canary of 1.18.2 has left, and what an installation of it that was broken off has.
  t.true(drift(wanted as KubeObject, other as KubeObject).length > 0);
  t.true(drift(wanted as KubeObject, {...wanted, rules: []} as unknown as KubeObject).length > 0);
});
