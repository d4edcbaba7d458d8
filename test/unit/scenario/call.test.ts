import test from 'ava';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {call} from '../../../src/scenario/probes/call/call.js';
import {fakeWorld} from '../../fakes/world.js';

const INGRESS: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name: 'istio-ingressgateway', namespace: 'istio-system'},
  status: {loadBalancer: {ingress: [{ip: '192.0.2.101'}]}},
};

const line = (n: number): string =>
  `${JSON.stringify({n, at: 1, reused: false, status: 200, ms: 2.5, body: 'x', headers: {}})}\n`;

function bench(exec: Docker['exec'], west: readonly KubeObject[] = [INGRESS]) {
  return {...fakeWorld([], {west, exec}), signal: new AbortController().signal, say: () => undefined};
}

const value = {from: 'mypc', gateway: 'west', host: 'shop.example', path: '/items', count: 2};

test("a call by way of a gateway goes to its load balancer's address with the host in the header", async (t) => {
  const jobs: unknown[] = [];
  const found = await call.measure(
    value,
    bench((container, [program, script, job], {timeoutMs}) => {
      t.is([container, program, script].join(' '), 'mypc node /app/calls.js');
      t.is(timeoutMs, 20_000 + 2 * 5000);
      jobs.push(JSON.parse(job ?? ''));
      return Promise.resolve({exitCode: 0, stdout: line(1) + line(2), stderr: ''});
    }),
  );
  t.deepEqual(jobs, [
    {count: 2, timeoutMs: 5000, url: 'http://192.0.2.101/items', headers: {Host: 'shop.example'}},
  ]);
  t.is(found.kind === 'calls' ? found.answers.join() : '', 'x,x');
});

const failing = test.macro(async (t, exitCode: number, stdout: string, message: RegExp) => {
  const work = call.measure(
    value,
    bench(() => Promise.resolve({exitCode, stdout, stderr: 'why\n'})),
  );
  await t.throwsAsync(Promise.resolve(work), {message, code: 'CALLER-FAILED'});
});

test(
  'a caller that fails is an error',
  failing,
  1,
  line(1) + line(2),
  /the caller in mypc ended with code 1/,
);
test(
  'fewer calls than were wanted are an error',
  failing,
  0,
  line(1),
  /the caller in mypc ended with code 0/,
);
test('a line that is no call is an error', failing, 0, 'oops\n', /printed what is no call: oops/);

test('a gateway without an address is an error that names it', async (t) => {
  const bare = bench(() => Promise.reject(new Error('not to be called')), [{...INGRESS, status: {}}]);
  await t.throwsAsync(Promise.resolve(call.measure(value, bare)), {
    message: 'west: service istio-ingressgateway has no load balancer address',
  });
});
