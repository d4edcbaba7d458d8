import test, {type ExecutionContext} from 'ava';
import {standInForKubeProxy} from '../../../src/clusters/before-kube-proxy.js';
import {apiStep} from '../../../src/clusters/kubeconfig.js';
import {kubeProxyStep} from '../../../src/clusters/kube-proxy.js';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {Kind} from '../../../src/drivers/kind/kind.js';
import {clusterNamed} from '../../../src/plan/plan.js';
import {container, dockerWith} from '../../fakes/containers.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {keepingKube} from '../../fakes/world.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {tempFolder} from '../../helpers/temp-folder.js';
import {quietContext} from '../../helpers/world.js';

const plan = chapterPlan();
const east = clusterNamed(plan, 'east');

/** A node at an address, and the rules that were written in it. */
function nodeAt(address: string | undefined, running = true) {
  const rules: string[] = [];
  const addresses = address === undefined ? {} : {[plan.dockerNetwork.name]: address};
  const {docker: shelf} = dockerWith({containers: [container(east.node, {addresses, running})]});
  const docker = untouchable<Docker>('docker', {
    container: shelf.container,
    exec: (_, [, , , table, verb, ...words]) => {
      const rule = [table, ...words].join(' ');
      const there = rules.includes(rule);
      if (verb === '-A') rules.push(rule);
      return Promise.resolve({exitCode: verb === '-A' || there ? 0 : 1, stdout: '', stderr: ''});
    },
  });
  return {rules, docker};
}

test('a started node leads to its API server, and refuses DNS queries that would be lost; it is told once', async (t) => {
  const {rules, docker} = nodeAt('172.18.0.3');
  const {signal} = quietContext;
  await standInForKubeProxy(plan, east, {docker}, signal);
  await standInForKubeProxy(plan, east, {docker}, signal);
  const rule = '-d 10.200.0.1/32 -p tcp --dport 443 -j DNAT --to-destination 172.18.0.3:6443';
  t.deepEqual(rules, [
    `nat PREROUTING ${rule}`,
    `nat OUTPUT ${rule}`,
    'filter FORWARD -d 10.20.0.0/16,10.200.0.0/22 -o eth0 -p udp --dport 53 -j REJECT',
  ]);
});

test('a node that does not run, or is not in the network, is left alone', async (t) => {
  for (const {rules, docker} of [nodeAt('172.18.0.3', false), nodeAt(undefined)]) {
    await standInForKubeProxy(plan, east, {docker}, quietContext.signal);
    t.deepEqual(rules, []);
  }
});

test('what iptables says is not kept back', async (t) => {
  const {docker} = nodeAt('172.18.0.3');
  const exec: Docker['exec'] = () => Promise.resolve({exitCode: 4, stdout: '', stderr: 'no such table\n'});
  const refusing = untouchable<Docker>('docker', {container: docker.container, exec});
  await t.throwsAsync(standInForKubeProxy(plan, east, {docker: refusing}, quietContext.signal), {
    message: 'iptables in east-control-plane: no such table',
  });
});

async function written(t: ExecutionContext, docker: Docker, signal: AbortSignal, said: string[] = []) {
  const own = chapterPlan(SUPPLIED, await tempFolder(t));
  const kind = untouchable<Kind>('kind', {kubeconfig: () => Promise.resolve('# of east\n')});
  const step = apiStep(own, clusterNamed(own, 'east'), {...untouchableDrivers(), docker, kind});
  await step.run({signal, say: (text) => said.push(text)});
}

test('a node that will not have the rules comes up all the same, and it is told', async (t) => {
  const {docker} = nodeAt('172.18.0.3');
  const refusing = untouchable<Docker>('docker', {
    container: docker.container,
    exec: () => Promise.reject(new Error('no iptables')),
  });
  const said: string[] = [];
  await written(t, refusing, quietContext.signal, said);
  t.deepEqual(said, ['no iptables']);
  await t.throwsAsync(written(t, refusing, AbortSignal.abort()), {message: 'interrupted'});
});

test('kube-proxy asks for a share of the CPU, and is touched once', async (t) => {
  const daemonSet = (more: object) => ({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: {name: 'kube-proxy', namespace: 'kube-system'},
    spec: {template: {spec: {containers: [{name: 'kube-proxy', image: 'kube-proxy:v1.26.15', ...more}]}}},
  });
  const diary: string[] = [];
  const stepAt = (more: object) =>
    kubeProxyStep(east, {
      ...untouchableDrivers(),
      kubeFor: () => keepingKube('east', [daemonSet(more)], diary),
    });
  const asMade = stepAt({resources: {}});
  t.false((await asMade.done(quietContext)).done);
  await asMade.run(quietContext);
  t.regex(diary.join(), /DaemonSet.*"resources":\{"requests":\{"cpu":"100m"\}\}/);
  t.true((await stepAt({resources: {requests: {cpu: '100m'}}}).done(quietContext)).done);
});
