import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {putBack} from '../../../src/drivers/kube/node-port.js';

const gateway = (...ports: readonly object[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name: 'istio-eastwestgateway', namespace: 'istio-system'},
  spec: {type: 'LoadBalancer', ports},
});

/** An API server that takes some nodePorts for allocated, and says so of the first of them, as Kubernetes does. */
function server(allocated: readonly number[]) {
  const kept: KubeObject[] = [];
  const replace = (object: KubeObject): Promise<void> => {
    const {ports} = object['spec'] as {ports: readonly {nodePort?: number}[]};
    const place = ports.findIndex(({nodePort}) => nodePort !== undefined && allocated.includes(nodePort));
    if (place < 0) return Promise.resolve(void kept.push(object));
    const why = `spec.ports[${place}].nodePort: Invalid value: ${ports[place]?.nodePort}: provided port is already allocated`;
    return Promise.reject(new EastwestError(`replace: Service is invalid: ${why}`, {code: 'KUBE-REFUSED'}));
  };
  return {kept, kube: {replace}};
}

test('a Service gets its nodePorts back', async (t) => {
  const {kept, kube} = server([]);
  const service = gateway({port: 80, nodePort: 31312}, {port: 443, nodePort: 31424});
  await putBack(kube, service);
  t.deepEqual(kept, [service]);
});

test('nodePorts that the API server has not noticed to be free are drawn anew, the others stay', async (t) => {
  const {kept, kube} = server([31312, 31489]);
  await putBack(
    kube,
    gateway({port: 80, nodePort: 31312}, {port: 443, nodePort: 31424}, {port: 15443, nodePort: 31489}),
  );
  t.deepEqual(kept, [gateway({port: 80}, {port: 443, nodePort: 31424}, {port: 15443})]);
});

test('what else is refused is an error', async (t) => {
  const refuse = () => Promise.reject(new EastwestError('spec.type: Invalid value', {code: 'KUBE-REFUSED'}));
  await t.throwsAsync(putBack({replace: refuse}, gateway()), {message: 'spec.type: Invalid value'});
});
