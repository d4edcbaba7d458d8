import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {readLab} from '../../../src/lab/read-lab.js';
import {projectFile} from '../../helpers/project.js';

const FOLDER = projectFile('test/fixtures/labs');
const tested = new Set<string>();

/** The place of a text in a fixture, as `line:col`; the n-th of several. */
type Place = (text: string, nth?: number) => string;

/** A test that a fixture is refused with exactly these lines, in this order. */
function refused(name: string, lines: (at: Place) => readonly string[]): void {
  const file = join(FOLDER, `invalid-${name}.yaml`);
  tested.add(`invalid-${name}.yaml`);
  test(`invalid-${name}.yaml`, (t) => {
    const source = readFileSync(file, 'utf8');
    const expected = lines((text, nth = 1) => placeOf(t, source, text, nth));
    const error = t.throws(() => readLab(file), {instanceOf: EastwestError});
    t.deepEqual(
      error.details,
      expected.map((line) => `${file}:${line}`),
    );
    t.is(error.code, 'LAB-FILE-BAD');
    t.is(error.exitCode, 2);
    t.regex(error.message, new RegExp(`: ${expected.length} mistakes?; nothing was changed$`));
  });
}

function placeOf(t: ExecutionContext, source: string, text: string, nth: number): string {
  let offset = -1;
  for (let found = 0; found < nth; found++) offset = source.indexOf(text, offset + 1);
  t.true(offset >= 0, `the fixture has no ${text}`);
  const before = source.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

const CLUSTER_KEYS =
  'name, podSubnet, serviceSubnet, pool, hostPorts, istioName, network, locality, intermediate, controlPlane, eastWestGateway, ingressNodePort, addons, apps';

refused('unknown-key', (at) => [
  `${at('name: west')}: spec.clusters.0.podSubnet: missing, expected string`,
  `${at('podSubnets')}: unknown key podSubnets, did you mean podSubnet?; allowed here: ${CLUSTER_KEYS}`,
]);

refused('unknown-keys', (at) => [
  `${at('colour')}: unknown key colour; allowed here: name`,
  `${at('owner')}: unknown key owner; allowed here: apiVersion, kind, metadata, spec`,
  `${at('frist')}: unknown key frist, did you mean first?; allowed here: first, last`,
]);

refused('call', (at) => [`${at('south')}: no cluster south; expected one of west, east`]);

refused('type', (at) => [
  `${at('7')}: spec.clusters.0.name: expected string, got 7`,
  `${at('many')}: spec.clusters.1.pool.last: expected number, got "many"`,
]);

refused('values', (at) => [
  `${at('Cluster')}: kind: expected "Lab", got "Cluster"`,
  `${at('v1.17')}: spec.versions.istio: expected a version such as 1.17.5, got "v1.17"`,
  `${at('10.10.0.1/16')}: spec.clusters.0.podSubnet: expected an IPv4 range such as 10.10.0.0/16 without host bits, got "10.10.0.1/16"`,
  `${at('East\n')}: spec.clusters.1.name: expected a name of lower-case letters, digits and hyphens, got "East"`,
]);

refused('continuity', (at) => [
  `${at('9')}: spec.continuity.replicas: expected 1 to 5 pods, got 9`,
  `${at('0.5s')}: spec.continuity.preStop: expected whole seconds such as 5s, got "0.5s"`,
  `${at('21s')}: spec.continuity.drain: expected at most 20s, got "21s"`,
  `${at('drian')}: unknown key drian, did you mean drain?; allowed here: replicas, preStop, drain`,
]);

refused('missing-key', (at) => [
  `${at('versions')}: spec.root: missing, expected object`,
  `${at('name: east')}: spec.clusters.1.locality: missing, expected object`,
]);

refused('overlap', (at) => [
  `${at('10.10.0.0/16')}: 10.10.0.0/16 (podSubnet of west) overlaps 10.0.0.0/12 (the docker network); expected ranges apart`,
  `${at('10.20.0.0/16')}: 10.20.0.0/16 (podSubnet of east) overlaps 10.20.128.0/22 (serviceSubnet of west); expected ranges apart`,
]);

refused('same-name', (at) => [
  `${at('west\n', 2)}: name west is taken by cluster 1; each must have its own`,
  `${at('west-cluster', 2)}: istioName west-cluster is taken by cluster 1; each must have its own`,
]);

refused('host-port', (at) => [
  `${at('30001', 2)}: hostPort 30001 is taken by cluster west; each must have its own`,
]);

refused('node-port', (at) => [
  `${at('30000')}: ingressNodePort 30000 is not published; expected one of hostPorts of west`,
]);

refused('addon-port', (at) => [
  `${at('30000', 3)}: grafana 30000 is taken by ingressNodePort; each must have its own`,
  `${at('30004')}: jaeger 30004 is not published; expected one of hostPorts of west`,
]);

refused('addon', (at) => [
  `${at('prometeus')}: unknown key prometeus, did you mean prometheus?; allowed here: prometheus, grafana, kiali, jaeger`,
  `${at('9411')}: spec.clusters.0.addons.jaeger: expected a nodePort, from 30000 to 32767, got 9411`,
]);

refused('pools', (at) => [
  `${at('{first: 120')}: pool of west: expected at least 2 addresses, first before last`,
  `${at('{first: 110')}: pool 110-130 overlaps 120-120 of west`,
]);

refused('third-cluster', (at) => [
  `${at('10.20.0.0/16', 2)}: 10.20.0.0/16 (podSubnet of south) overlaps 10.20.0.0/16 (podSubnet of east); expected ranges apart`,
  `${at('10.200.0.0/22', 2)}: 10.200.0.0/22 (serviceSubnet of south) overlaps 10.200.0.0/22 (serviceSubnet of east); expected ranges apart`,
  `${at('{first: 201', 2)}: pool 201-220 overlaps 201-220 of east`,
  `${at('east-cluster', 2)}: istioName east-cluster is taken by cluster 2; each must have its own`,
  `${at('east-network', 2)}: network east-network is taken by cluster 2; each must have its own, for no cluster has a route to the pods of another`,
  `${at('east.example', 2)}: intermediate east.example is taken by cluster 2; each must have its own`,
]);

refused('third-overlap', (at) => [
  `${at('10.10.64.0/18')}: 10.10.64.0/18 (podSubnet of south) overlaps 10.10.0.0/16 (podSubnet of west); expected ranges apart`,
  `${at('10.20.4.0/22')}: 10.20.4.0/22 (serviceSubnet of south) overlaps 10.20.0.0/16 (podSubnet of east); expected ranges apart`,
  `${at('{first: 115')}: pool 115-205 overlaps 101-120 of west`,
]);

refused('small-network', (at) => [
  `${at('172.30.0.0/25')}: 172.30.0.0/25 has 128 addresses, and pools are host numbers of 1 to 254; expected a /24 or a larger range`,
]);

refused('pool-of-nodes', (at) => [
  `${at('{first: 5')}: pool of south: expected at least 2 addresses, first before last`,
  `${at('{first: 5')}: pool 5-5 takes addresses that the engine gives to nodes and client (172.30.7.1 to 172.30.7.5); expected one from 6 on`,
]);

refused('client', (at) => [
  `${at('east-control-plane')}: east-control-plane is the node of east; expected another name`,
]);

refused('manifests', (at) => [`${at('no-such-folder')}: no file no-such-folder beside the lab file`]);

refused('missing-file', (at) => [
  `${at('manifests/exposed.yaml')}: no file manifests/exposed.yaml beside the lab file`,
  `${at('east.yaml')}: no file east.yaml beside the lab file`,
]);

refused('several', (at) => [
  `${at('expose.yaml')}: no file expose.yaml beside the lab file`,
  `${at('west\n', 2)}: name west is taken by cluster 1; each must have its own`,
  `${at('10.10.0.0/17')}: 10.10.0.0/17 (podSubnet of west) overlaps 10.10.0.0/16 (podSubnet of west); expected ranges apart`,
]);

refused('two-documents', (at) => [`${at('kind: Lab', 2)}: a second document; expected one Lab in a file`]);

refused('empty', () => ['1:1: empty; expected a Lab']);

refused('list', (at) => [`${at('- apiVersion')}: expected object, got [{"apiVersion":"eastwest/v1"}]`]);

test('an IstioOperator file that was copied from another cluster is refused at its own lines', (t) => {
  const copied = join(FOLDER, 'manifests/copied.yaml');
  const said = (name: string): readonly string[] => {
    tested.add(`${name}.yaml`);
    return t.throws(() => readLab(join(FOLDER, `${name}.yaml`)), {instanceOf: EastwestError}).details;
  };
  const names = [
    `${copied}:7:22: clusterName east-cluster; the lab says south-cluster (istioName of south)`,
    `${copied}:8:16: network east-network; the lab says south-network (network of south)`,
  ];
  t.deepEqual(said('invalid-copied-operator'), names);
  t.deepEqual(said('invalid-other-mesh'), [
    `${copied}:5:15: meshID usmesh; the lab says othermesh (id of the mesh)`,
    ...names,
  ]);
});

test('every invalid fixture has its test here', (t) => {
  const there = readdirSync(FOLDER).filter((name) => name.startsWith('invalid-'));
  t.deepEqual([...tested].sort(), there.sort());
});
