import test from 'ava';
import {stringify} from 'yaml';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {remoteSecretStep} from '../../../src/mesh/remote-secret.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {untouchableDrivers} from '../../fakes/drivers.js';
import {kubeWith} from '../../fakes/kube.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {quietContext} from '../../helpers/world.js';

const plan = chapterPlan();
const west = clusterNamed(plan, 'west');
const east = clusterNamed(plan, 'east');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const CA = base64('the CA of east');

const secret = (name: string, data: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {name, namespace: 'istio-system'},
  data,
});

/** What west holds, and what east has given out. */
function look(held: {server?: string; ca?: string; token?: string; key?: string} | undefined) {
  const {server = east.server, ca = CA, token = 'token', key = east.istioName} = held ?? {};
  const config = stringify({
    clusters: [{cluster: {server, 'certificate-authority-data': ca}}],
    users: [{user: {token}}],
  });
  const inWest = secret('istio-remote-secret-east-cluster', {[key]: base64(config)});
  const issued = secret('istio-reader-service-account-istio-remote-secret-token', {
    'ca.crt': CA,
    token: base64('token'),
  });
  const kubes = new Map([
    [west.kubeconfig, kubeWith(held === undefined ? [] : [inWest])],
    [east.kubeconfig, kubeWith([issued])],
  ]);
  const kubeFor = (kubeconfig: string) => kubes.get(kubeconfig) ?? kubeWith([]);
  return remoteSecretStep(plan, west, east, {...untouchableDrivers(), kubeFor}).done(quietContext);
}

test("credentials with the node's name, the CA and the token of the other cluster are good", async (t) => {
  t.deepEqual(await look({}), {done: true, seen: 'reads https://east-control-plane:6443'});
});

const FAULTS: Record<string, [Parameters<typeof look>[0], string]> = {
  'no secret': [undefined, 'not there'],
  'another name': [{key: 'north-cluster'}, 'no key east-cluster'],
  'another server': [{server: 'https://127.0.0.1:6443'}, 'names the server https://127.0.0.1:6443'],
  'another CA': [{ca: base64('old')}, 'holds another CA than the cluster has'],
  'no CA to verify with': [{ca: ''}, 'holds another CA than the cluster has'],
  'an old token': [{token: 'old'}, 'holds a token that the cluster does not know'],
};

for (const [what, [held, seen]] of Object.entries(FAULTS)) {
  test(`${what} is not good`, async (t) => t.deepEqual(await look(held), {done: false, seen}));
}
