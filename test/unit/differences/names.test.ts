import test from 'ava';
import type {ClusterIstio} from '../../../src/differences/state.js';
import {namesOf} from '../../../src/differences/normalise/names.js';
import {notes} from '../../../src/differences/normalise/notes.js';
import {GATEWAY, meshState} from '../../helpers/mesh-state.js';

const names = (west: ClusterIstio, east: ClusterIstio = {version: '1.17.5'}) =>
  namesOf(meshState({istio: {west, east}}), notes([]));

const NEW = {version: '1.18.2', revision: '1-18-2'};
const OLD = {version: '1.17.5'};

test('addresses are told by whose they are; those of gateways, and of nobody here, are facts', (t) => {
  const {mesh} = names(OLD);
  t.is(mesh('10.10.3.7:8080'), '<pod of west>:8080');
  t.is(mesh('10.20.3.7'), '<pod of east>');
  t.is(mesh('outbound_10.100.0.10_53'), 'outbound_<address of kube-system/kube-dns>_53');
  t.is(mesh('10.100.3.9_443'), '<address of a service>_443');
  t.is(mesh('172.18.0.3:6443'), '<node of east>:6443');
  for (const text of [
    `${GATEWAY}:15443`,
    '0.0.0.0_80',
    '127.0.0.6',
    '8.8.8.8',
    '1.17.5',
    '110.10.3.7',
    '10.10.3.7.9',
  ])
    t.is(mesh(text), text);
});

test('what a proxy knows of the mesh does not tell one control plane from the other', (t) => {
  const {mesh} = names({...NEW, leaving: OLD}, OLD);
  for (const host of ['istiod', 'istiod-1-18-2'])
    t.is(
      mesh(`outbound|15012||${host}.istio-system.svc.cluster.local`),
      'outbound|15012||<istiod>.istio-system.svc.cluster.local',
    );
  t.is(
    mesh('outbound_.15012_._.istiod-1-18-2.istio-system.svc'),
    'outbound_.15012_._.<istiod>.istio-system.svc',
  );
});

test('what belongs to a cluster does: its own, the one that leaves, and one that is neither', (t) => {
  const own = names({...NEW, leaving: OLD}).own('west');
  t.is(own('istiod-1-18-2.istio-system.svc:15012'), '<istiod>.istio-system.svc:15012');
  t.is(own('istiod.istio-system.svc:15012'), '<leaving istiod>.istio-system.svc:15012');
  t.is(own('istiod-1-17-5.istio-system.svc:15012'), 'istiod-1-17-5.istio-system.svc:15012');
  t.is(own('istio-1-18-2'), 'istio');
  t.is(own('istiod-clusterrole-1-18-2-istio-system'), 'istiod-clusterrole-istio-system');
  t.is(own('1-18-2'), '<revision>');
  const without = names(OLD).own('west');
  t.is(without('istiod.istio-system.svc'), '<istiod>.istio-system.svc');
});

test('words that are no names of the hop stay as they are', (t) => {
  const own = names({...NEW, leaving: OLD}).own('west');
  for (const text of [
    'istiod',
    'istiod-service-account',
    'istiod-default-validator',
    'my-istiod.istio-system.svc',
    '1-18-20',
    'a1-18-2b',
    'v1-18-2',
  ])
    t.is(own(text), text);
});

test('the version that a cluster should have is put aside, another one is not', (t) => {
  const own = names(NEW).own('west');
  t.is(own('docker.io/istio/proxyv2:1.18.2'), 'docker.io/istio/proxyv2:<version>');
  t.is(own('1.18.2-distroless'), '<version>-distroless');
  for (const text of ['docker.io/istio/proxyv2:1.17.5', '1.18.20', '11.18.2', '1.18.2.1'])
    t.is(own(text), text);
});
