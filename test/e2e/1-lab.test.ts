import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, statSync} from 'node:fs';
import test from 'ava';
import {openLab} from '../../src/cli/open-lab.js';
import {runSteps} from '../../src/engine/run-steps.js';
import {hostSteps} from '../../src/host/index.js';
import {dockerEngine} from '../../src/drivers/docker/docker-engine.js';
import {projectFile} from '../helpers/project.js';
import {leftovers} from './leftovers.js';
import {eastwest, eastwestUntil} from '../helpers/program.js';

const LAB = {lab: projectFile('ch12/lab.yaml'), supply: 'source'};

test.serial('the host stage leaves an engine that answers; an earlier lab goes first', async (t) => {
  const {plan, drivers} = await openLab(LAB);
  const {clock} = drivers;
  const {signal} = new AbortController();
  // An engine that starts brings the containers back that it had when it was ended, an earlier lab's too.
  await runSteps(hostSteps(plan, drivers, {install: true}), {
    signal,
    clock,
    emit: () => undefined,
    lanes: {},
  });
  const {code, stderr} = await eastwest('down');
  t.is(code, 0, stderr);
  t.deepEqual(await leftovers(), []);
});

test.serial(
  'the supply is made; Ctrl+C in the midst of the clusters stops in order and says how to go on',
  async (t) => {
    const {code, stderr} = await eastwestUntil(/running +kind cluster/, 'SIGINT', 'up');
    t.is(code, 130, stderr);
    t.regex(stderr, /eastwest up/);
  },
);

test.serial('nothing of what was begun is left after down', async (t) => {
  const {code, stderr} = await eastwest('down');
  t.is(code, 0, stderr);
  t.deepEqual(await leftovers(), []);
});

test.serial('a container of the name of a node that is not ours is refused and left as it is', async (t) => {
  const docker = dockerEngine();
  const {plan} = await openLab(LAB);
  await docker.createContainer({
    name: 'west-control-plane',
    image: plan.supplied.images.client,
    labels: {},
    network: 'none',
    command: ['sleep', 'infinity'],
  });
  t.teardown(() => docker.removeContainer('west-control-plane'));
  const before = await docker.container('west-control-plane');
  const {code, stderr} = await eastwest('up');
  t.is(code, 3, stderr);
  t.regex(stderr, /west-control-plane/);
  t.is((await docker.container('west-control-plane'))?.id, before?.id);
  await eastwest('down');
  t.is((await docker.container('west-control-plane'))?.id, before?.id);
});

for (const stage of ['kind cluster', 'Istio', 'East-west gateway']) {
  test.serial(`up is killed while it makes: ${stage}`, async (t) => {
    const {signal} = await eastwestUntil(new RegExp(`running +${stage}`), 'SIGKILL', 'up');
    t.is(signal, 'SIGKILL');
  });
}

test.serial('up finishes what was begun', async (t) => {
  const {code, stdout, stderr} = await eastwest('up', '--json');
  t.is(code, 0, stderr);
  t.true((JSON.parse(stdout) as {made: string[]}).made.length > 0);
});

test.serial('up again has nothing to do', async (t) => {
  const {code, stdout, stderr} = await eastwest('up', '--json');
  t.is(code, 0, stderr);
  t.deepEqual((JSON.parse(stdout) as {made: string[]}).made, []);
});

test.serial('status says that the lab is up, with which supply and proxy', async (t) => {
  const {code, stdout} = await eastwest('status', '--json');
  t.is(code, 0);
  const {up, proxy, steps} = JSON.parse(stdout) as {
    up: boolean;
    proxy: string;
    steps: {id: string; state: string; seen: string}[];
  };
  t.deepEqual(
    steps.filter(({state}) => state !== 'there'),
    [],
  );
  t.true(up);
  t.deepEqual(
    steps.filter(({seen}) => seen === ''),
    [],
    'of every step it is said what was seen',
  );
  t.regex(proxy, /supply source, proxy Envoy/);
});

test.serial('keys and kubeconfigs are for their owner only', (t) => {
  const secrets = [
    'west-kubeconfig',
    'certs/ch12/root-ca.key',
    'certs/ch12/west-cluster/ca-key.pem',
    'certs/ch12/east-cluster/ca-key.pem',
  ];
  for (const file of secrets) t.is(statSync(projectFile(file)).mode & 0o777, 0o600, file);
});

test.serial('openssl trusts the intermediates by the root, with the path lengths of the chapter', (t) => {
  const folder = projectFile('certs/ch12');
  for (const cluster of ['west', 'east']) {
    const certificate = `${folder}/${cluster}-cluster/ca-cert.pem`;
    const verdict = execFileSync('openssl', ['verify', '-CAfile', `${folder}/root-cert.pem`, certificate]);
    t.regex(verdict.toString(), /: OK/);
    const text = execFileSync('openssl', ['x509', '-noout', '-text', '-in', certificate]).toString();
    t.regex(text, /CA:TRUE, pathlen:0/);
    t.regex(text, new RegExp(`Subject: CN ?= ?${cluster}.intermediate.istio.in.action`));
  }
});

test.serial(
  'what was removed comes back, what was changed is as before, and nothing else is touched',
  async (t) => {
    const {plan, drivers} = await openLab(LAB);
    const [west, east] = plan.clusters.map(({kubeconfig}) => drivers.kubeFor(kubeconfig));
    const deployment = (namespace: string, name: string) => ({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: {namespace, name},
    });
    await east?.remove(deployment('istio-system', 'istio-eastwestgateway'));
    await west?.remove(deployment('istioinaction', 'webapp'));
    const gateway = deployment('istio-system', 'istio-eastwestgateway');
    const view = {name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: 'of-another'};
    const containers = [{name: 'istio-proxy', env: [view]}];
    await west?.patch(gateway, {spec: {template: {spec: {containers}}}});
    const {code, stdout, stderr} = await eastwest('up', '--json');
    t.is(code, 0, stderr);
    const {made} = JSON.parse(stdout) as {made: string[]};
    t.true(made.includes('mesh.east.east-west'));
    t.true(made.includes('mesh.west.east-west'));
    t.regex(
      JSON.stringify(await west?.get(gateway)),
      /"ISTIO_META_REQUESTED_NETWORK_VIEW","value":"west-network"/,
    );
    t.true(made.includes('apps.west.manifests'));
    t.false(
      made.some((id) => id.startsWith('clusters.') || id.startsWith('ca.')),
      made.join(' '),
    );
  },
);

/** The chapter's way from the first call to authorization; the whole pack is run after the planted causes. */
const WAY = [
  'cross-cluster-call',
  'default-balancing',
  'locality',
  'failover',
  'failback',
  'cross-cluster-authz',
];

test.serial('scenarios pass on a fresh lab, and say so in JUnit and JSON', async (t) => {
  const {code, stdout, stderr} = await eastwest('run', ...WAY.map((name) => `ch12/${name}`), '--json');
  t.is(code, 0, stdout + stderr);
  const {folder, results} = JSON.parse(stdout) as {folder: string; results: {verdict: string}[]};
  t.deepEqual(
    results.map(({verdict}) => verdict),
    WAY.map(() => 'passed'),
  );
  for (const file of ['events.jsonl', 'junit.xml', 'results.json', 'report.html'])
    t.true(existsSync(`${folder}/${file}`), file);
  t.regex(readFileSync(`${folder}/junit.xml`, 'utf8'), new RegExp(`tests="${WAY.length}" failures="0"`));
});
