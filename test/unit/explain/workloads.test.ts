import test from 'ava';
import {judgeServices, type ServiceSeen} from '../../../src/explain/checks/services.js';
import {judgeInjection, type WorkloadsSeen} from '../../../src/explain/checks/workloads.js';
import type {Judged} from '../../../src/explain/judged.js';

const codes = ({faults}: Judged): readonly string[] => faults.map(({code}) => code);

const apps = (more: Partial<WorkloadsSeen> = {}): WorkloadsSeen => ({
  cluster: 'west',
  namespace: 'istioinaction',
  labels: {'istio-injection': 'enabled'},
  apps: [{name: 'webapp', running: {state: 'ready', seen: 'webapp 1 ready'}}],
  pods: [{name: 'webapp-1', proxy: true, optedOut: false}],
  ...more,
});
const injected = (more: Partial<WorkloadsSeen>): readonly string[] => codes(judgeInjection([apps(more)]));

test('injection: the label, a bare pod and an app that is down have their names', (t) => {
  t.deepEqual(injected({}), []);
  t.deepEqual(injected({labels: {'istio.io/rev': 'v1'}}), [], 'by revision');
  const bare = [{name: 'webapp-1', proxy: false, optedOut: false}];
  t.deepEqual(injected({labels: {}, pods: bare}), ['namespace-not-injected', 'pod-without-proxy']);
  t.deepEqual(injected({labels: {'istio-injection': 'disabled', 'istio.io/rev': 'v1'}}), [
    'namespace-not-injected',
  ]);
  t.deepEqual(injected({pods: bare}), ['pod-without-proxy']);
  t.deepEqual(injected({pods: [{name: 'job', proxy: false, optedOut: true}]}), []);
  const down = {name: 'webapp', running: {state: 'none wanted', seen: 'webapp is scaled to 0'}} as const;
  t.deepEqual(injected({apps: [down]}), ['app-down']);
});

const form = {selector: {app: 'catalog'}, ports: [{name: 'http', port: 80, appProtocol: ''}]};
const service = (more: Partial<ServiceSeen> = {}): ServiceSeen => ({
  cluster: 'west',
  name: 'catalog',
  file: 'ch12/catalog-svc.yaml',
  wanted: form,
  live: form,
  pods: 0,
  standsInFor: 'east',
  ...more,
});
const served = (more: Partial<ServiceSeen>): readonly string[] => codes(judgeServices([service(more)]));

test('services: a stub without pods is well; gone, it is a stub and no other Service', (t) => {
  t.deepEqual(served({}), []);
  t.deepEqual(served({live: undefined}), ['stub-service-missing']);
  t.deepEqual(served({live: undefined, standsInFor: undefined}), ['service-missing']);
});

test('services: selector and protocol are compared with what the lab declares', (t) => {
  t.deepEqual(served({live: {...form, selector: {app: 'catalog-1'}}}), ['service-selector']);
  const port = (name: string, appProtocol = '') => ({...form, ports: [{name, port: 80, appProtocol}]});
  t.deepEqual(served({live: port('web')}), ['service-port-name']);
  t.deepEqual(served({live: port('tcp-web')}), ['service-port-name']);
  t.deepEqual(served({live: port('http-web')}), [], 'the same protocol by another name');
  t.deepEqual(served({live: port('web', 'http')}), []);
});
