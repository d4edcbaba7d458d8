import test from 'ava';
import {readLab} from '../../../src/lab/read-lab.js';
import {makePlan} from '../../../src/plan/make-plan.js';
import {clusterNamed, peersOf} from '../../../src/plan/plan.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {projectFile} from '../../helpers/project.js';

const plan = chapterPlan();
const west = clusterNamed(plan, 'west');
const east = clusterNamed(plan, 'east');

test("the chapter's clusters have the chapter's names", (t) => {
  t.is(plan.lab, 'ch12');
  t.is(plan.meshId, 'usmesh');
  t.is(plan.namespace, 'istioinaction');
  t.is(plan.client.name, 'mypc');
  t.deepEqual(
    plan.clusters.map(({name, istioName, network, locality}) => [name, istioName, network, locality.region]),
    [
      ['west', 'west-cluster', 'west-network', 'westus'],
      ['east', 'east-cluster', 'east-network', 'eastus'],
    ],
  );
  t.is(plan.root.commonName, 'root.istio.in.action');
  t.is(east.intermediate, 'east.intermediate.istio.in.action');
});

test("a cluster's node, server, kubeconfig and certs follow from its names", (t) => {
  t.is(east.node, 'east-control-plane');
  t.is(east.server, 'https://east-control-plane:6443');
  t.is(east.kubeconfig, '/work-folder/east-kubeconfig');
  t.is(east.certs, '/work-folder/certs/ch12/east-cluster');
  t.is(plan.root.folder, '/work-folder/certs/ch12');
});

test('paths of the lab file are read from beside it', (t) => {
  t.is(plan.folder, projectFile('ch12'));
  t.is(west.controlPlane, projectFile('ch12/controlplanes/cluster-west.yaml'));
  t.is(west.eastWestGateway, projectFile('ch12/gateways/cluster-west-eastwest-gateway.yaml'));
  t.is(plan.exposeServices, projectFile('ch12/gateways/expose-services.yaml'));
  t.is(west.apps[0], projectFile('ch12/webapp-deployment-svc.yaml'));
});

test('the plan says where everything comes from', (t) => {
  t.deepEqual(plan.supplied, SUPPLIED);
  t.deepEqual(plan.versions, {istio: '1.17.5', kubernetes: '1.26.15', metallb: '0.13.12'});
});

test('a cluster gets the addons that the lab declares and the supply has, on the nodePorts of the lab', (t) => {
  const ports = [west, east].map(({addons}) => addons.map(({name, nodePort}) => `${name} ${nodePort}`));
  t.deepEqual(ports, [
    ['prometheus 30001', 'jaeger 30004'],
    ['prometheus 31001', 'jaeger 31004'],
  ]);
  t.is(west.addons[0]?.manifest, SUPPLIED.addons.prometheus?.manifest);
  t.deepEqual(plan.missingAddons, ['grafana', 'kiali']);
});

test('what scenarios may require is the proxy and what every cluster gets', (t) => {
  t.deepEqual(plan.capabilities, ['stock-envoy', 'prometheus', 'jaeger']);
  const {prometheus} = SUPPLIED.addons;
  const less = chapterPlan({...SUPPLIED, addons: prometheus === undefined ? {} : {prometheus}});
  t.deepEqual(less.capabilities, ['stock-envoy', 'prometheus']);
  t.deepEqual(less.missingAddons, ['grafana', 'kiali', 'jaeger']);
});

test('an addon that one cluster lacks is none that scenarios may require', (t) => {
  const lab = readLab(projectFile('ch12/lab.yaml'));
  const clusters = lab.clusters.map((cluster, index) => (index === 0 ? cluster : {...cluster, addons: {}}));
  const {capabilities} = makePlan({...lab, clusters}, SUPPLIED, {work: '/w', certs: '/w/certs'});
  t.deepEqual(capabilities, ['stock-envoy']);
});

test('the plan can be printed and holds no secret', (t) => {
  const printed = JSON.stringify(plan);
  t.deepEqual(JSON.parse(printed), JSON.parse(JSON.stringify(chapterPlan())));
  t.notRegex(printed, /BEGIN|PRIVATE|password|token/i);
});

test('the peers of a cluster are all others', (t) => {
  t.deepEqual(peersOf(plan, west), [east]);
  t.deepEqual(peersOf(plan, east), [west]);
});

test('a cluster that the plan does not have is a mistake of ours', (t) => {
  t.throws(() => clusterNamed(plan, 'north'), {instanceOf: RangeError, message: /north/});
});
