import test from 'ava';
import {labFacts} from '../../../src/scenario/lab-facts.js';
import {untouchable} from '../../fakes/drivers.js';
import type {Kube} from '../../../src/drivers/kube/kube.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';

const plan = chapterPlan(SUPPLIED);
const service = (name: string, ip: string) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name, namespace: 'istio-system'},
  status: {loadBalancer: {ingress: [{ip}]}},
});
const west = untouchable<Kube>('west', {
  get: ({metadata: {name}}) =>
    Promise.resolve(name === 'istio-ingressgateway' ? service(name, '10.0.0.1') : undefined),
  list: () =>
    Promise.resolve([
      {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'webapp'}},
      {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'simple-backend-west'}},
    ]),
});
const down = untouchable<Kube>('east', {
  get: () => Promise.reject(new Error('connection refused')),
  list: () => Promise.reject(new Error('connection refused')),
});

test('the facts of the lab are the plan, with what each cluster tells; what one does not tell is left out', async (t) => {
  const facts = await labFacts({plan, kube: (name) => (name === 'west' ? west : down)});
  t.is(facts.lab, 'ch12');
  t.is(facts.meshId, 'usmesh');
  t.deepEqual(facts.proxy, SUPPLIED.proxy);
  t.deepEqual(
    facts.clusters.map(({name, network, addresses, deployments}) => [name, network, addresses, deployments]),
    [
      ['west', 'west-network', {ingress: '10.0.0.1'}, ['simple-backend-west', 'webapp']],
      ['east', 'east-network', {}, []],
    ],
  );
});
