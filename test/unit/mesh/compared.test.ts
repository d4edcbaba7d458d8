import test from 'ava';
import {compared} from '../../../src/mesh/install.js';

const metadata = {name: 'istio-eastwestgateway', namespace: 'istio-system', labels: {release: 'istio'}};

test('an autoscaler is looked for where Kubernetes serves it, whatever istioctl 1.16 writes away from a cluster', (t) => {
  for (const apiVersion of ['autoscaling/v2beta2', 'autoscaling/v2']) {
    t.deepEqual(compared({apiVersion, kind: 'HorizontalPodAutoscaler', metadata, spec: {maxReplicas: 5}}), {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: {name: 'istio-eastwestgateway', namespace: 'istio-system'},
    });
  }
});

test('what only istioctl writes is compared whole, less its labels', (t) => {
  const object = {apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: {replicas: 1}};
  t.deepEqual(compared(object), {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {name: 'istio-eastwestgateway', namespace: 'istio-system'},
    spec: {replicas: 1},
  });
});
