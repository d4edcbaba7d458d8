import test from 'ava';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {Kube} from '../../../src/drivers/kube/kube.js';
import {startTraffic, type TrafficOptions} from '../../../src/traffic/index.js';
import type {Clock} from '../../../src/base/clock.js';
import {FakeClock} from '../../fakes/clock.js';
import {untouchable} from '../../fakes/drivers.js';
import {TrafficClient as Client} from '../../fakes/traffic-client.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';

function world(client: Client, address: string | undefined = '172.18.255.101') {
  const status = {loadBalancer: {ingress: [{ip: address}]}};
  const gateway = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'istio-ingressgateway'}, status};
  return {
    plan: chapterPlan(),
    docker: untouchable<Docker>('docker', {
      exec: client.exec,
      processorSeconds: client.processorSeconds,
      container: () => Promise.resolve({running: true} as never),
    }),
    kube: () => untouchable<Kube>('kube', {get: () => Promise.resolve(gateway)}),
    istioctl: untouchable<never>('istioctl'),
    http: untouchable<never>('http'),
    clock: new FakeClock() as Clock,
  };
}

const options = (more: Partial<TrafficOptions> = {}): TrafficOptions => ({
  signal: new AbortController().signal,
  phase: 'before',
  ...more,
});

test('calls begin in all flows at the rate of all, and their figures are told by phase', async (t) => {
  const client = new Client();
  const traffic = await startTraffic(world(client), options({limitMs: 90_000}));
  t.is(client.begun?.rate, 100);
  t.is(client.begun?.count, 9000);
  t.is(client.begun?.flows.length, 8);
  t.true(client.begun?.flows.every(({url}) => url === 'http://172.18.255.101/'));
  await traffic.begin('west');
  const {phases, flows, untold, endedEarly, others} = await traffic.stop();
  t.deepEqual(phases, ['before', 'west']);
  t.false(endedEarly);
  t.is(untold, 0);
  t.deepEqual(others, {before: 0.2, west: 0.2});
  const [own, other] = flows;
  const called = Object.values(own?.phases ?? {});
  t.true(called.every(({calls}) => calls > 0));
  t.deepEqual(
    called.map(({kinds}) => kinds).filter((kinds) => 'status 503' in kinds),
    [{'status 503': 1}],
  );
  t.is(other?.phases['before']?.calls, 0);
  t.deepEqual(client.files, {}, 'nothing is left in the client');
  t.false(client.alive);
});

test('a caller that has ended by itself is told at the next phase, and by its figures', async (t) => {
  const client = new Client();
  const traffic = await startTraffic(world(client), options());
  client.alive = false;
  t.is((await refusal(t, traffic.begin('west'))).code, 'TRAFFIC-OVER');
  t.true((await traffic.stop()).endedEarly);
});

test('after a kill the caller that is still at work goes on, with the phases that it knows', async (t) => {
  const client = new Client();
  await startTraffic(world(client), options());
  const before = client.begun;
  const traffic = await startTraffic(world(client), options({resume: true, phase: 'never told'}));
  t.is(client.begun, before, 'no other caller was begun');
  await traffic.begin('east');
  t.deepEqual((await traffic.stop()).phases, ['before', 'east']);
});

test('without leave to go on, or without anybody who calls, it begins anew', async (t) => {
  const client = new Client();
  await startTraffic(world(client), options());
  const first = client.begun;
  await startTraffic(world(client), options());
  t.not(client.begun, first);
  client.alive = false;
  const second = client.begun;
  await startTraffic(world(client), options({resume: true}));
  t.not(client.begun, second);
});

test('a caller that refuses its job is told at once, with its words', async (t) => {
  const client = new Client();
  const {exec} = client;
  const refusing: Docker['exec'] = async (name, command, more) => {
    const answer = await exec(name, command, more);
    if (command[2]?.startsWith('setsid') === true) {
      client.alive = false;
      client.files = {err: ['rate: expected calls per second, above 0 and at most 10000']};
    }
    return answer;
  };
  const {docker, ...rest} = world(client);
  const error = await refusal(
    t,
    startTraffic({...rest, docker: {...docker, exec: refusing, container: docker.container}}, options()),
  );
  t.is(error.code, 'CALLER-FAILED');
  t.deepEqual(error.details, ['rate: expected calls per second, above 0 and at most 10000']);
});

test('a gateway without an address is told before anything is begun', async (t) => {
  const client = new Client();
  const none = world(client);
  const kube = () => untouchable<Kube>('kube', {get: () => Promise.resolve(undefined)});
  t.is((await refusal(t, startTraffic({...none, kube}, options()))).code, 'TRAFFIC-NO-INGRESS');
  t.is(client.begun, undefined);
});
