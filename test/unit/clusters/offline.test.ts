import test from 'ava';
import {corefile, dnsSteps} from '../../../src/clusters/dns.js';
import {egressSteps} from '../../../src/clusters/egress.js';
import {imageStep} from '../../../src/clusters/node-image.js';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import type {Kube, KubeObject} from '../../../src/drivers/kube/kube.js';
import {FakeClock} from '../../fakes/clock.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {kubeWith} from '../../fakes/kube.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';
import {quietContext} from '../../helpers/world.js';

test('only a lab made of a bundle has a DNS that asks nobody outside', (t) => {
  const plan = chapterPlan({...SUPPLIED, supply: 'bundle'});
  const [west] = plan.clusters;
  if (west === undefined) throw new Error('the chapter has clusters');
  t.deepEqual(dnsSteps(chapterPlan({...SUPPLIED, supply: 'source'}), west, untouchableDrivers()), []);
  t.is(dnsSteps(plan, west, untouchableDrivers()).length, 1);
  const text = corefile(plan);
  t.regex(text, /^west-control-plane:53 east-control-plane:53 mypc:53 \{\n {4}errors\n {4}forward/m);
  t.is(text.split('forward').length, 2);
});

test('the DNS is ours in the end, also where kubeadm looked before it was and writes after', async (t) => {
  const plan = chapterPlan({...SUPPLIED, supply: 'bundle'});
  const [west] = plan.clusters;
  if (west === undefined) throw new Error('the chapter has clusters');
  const deployment = {apiVersion: 'apps/v1', kind: 'Deployment', metadata: {name: 'coredns'}};
  const pod = {apiVersion: 'v1', kind: 'Pod', metadata: {name: 'coredns-1', namespace: 'kube-system'}};
  const clock = new FakeClock();
  const diary: string[] = [];
  let configMap: KubeObject | undefined;
  const isMade = (): boolean => clock.slept.length > 2;
  const kube = untouchable<Kube>('kube', {
    get: ({kind}) => Promise.resolve(kind === 'ConfigMap' ? configMap : isMade() ? deployment : undefined),
    list: () => Promise.resolve(isMade() ? [pod] : []),
    remove: async ({metadata}) => void diary.push(`remove ${metadata.name}`),
    apply: async ([object]) => {
      diary.push('apply');
      configMap = isMade() ? object : {...pod, data: {Corefile: "kubeadm's"}};
    },
  });
  const [step] = dnsSteps(plan, west, {...untouchableDrivers(), clock, kubeFor: () => kube});
  await step?.run(quietContext);
  t.deepEqual(diary, ['apply', 'apply', 'remove coredns-1']);
  t.deepEqual(configMap?.['data'], {Corefile: corefile(plan)});
  t.true((await step?.done(quietContext))?.done);
});

test('our DNS is not taken for done before kubeadm has made its Deployment', async (t) => {
  const plan = chapterPlan({...SUPPLIED, supply: 'bundle'});
  const [west] = plan.clusters;
  if (west === undefined) throw new Error('the chapter has clusters');
  const metadata = {name: 'coredns', namespace: 'kube-system'};
  const kube = kubeWith([{apiVersion: 'v1', kind: 'ConfigMap', metadata, data: {Corefile: corefile(plan)}}]);
  const [step] = dnsSteps(plan, west, {...untouchableDrivers(), kubeFor: () => kube});
  t.deepEqual(await step?.done(quietContext), {done: false, seen: 'Deployment coredns is missing'});
});

test('a node of a bundle lets no packet for a pod or a Service out', async (t) => {
  const plan = chapterPlan({...SUPPLIED, supply: 'bundle'});
  const [west] = plan.clusters;
  if (west === undefined) throw new Error('the chapter has clusters');
  const rules = ['-P POSTROUTING ACCEPT'];
  const docker = untouchable<Docker>('docker', {
    exec: (container, [program, , , , verb, ...rule]) => {
      t.deepEqual([container, program], ['west-control-plane', 'iptables']);
      if (verb === '-A') rules.push(['-A', ...rule].join(' '));
      return Promise.resolve({exitCode: 0, stdout: rules.join('\n'), stderr: ''});
    },
  });
  t.deepEqual(egressSteps(chapterPlan(), west, untouchableDrivers()), []);
  const [step] = egressSteps(plan, west, {...untouchableDrivers(), docker});
  t.false((await step?.done(quietContext))?.done);
  await step?.run(quietContext);
  t.deepEqual(
    rules.slice(1),
    ['10.10.0.0/16', '10.100.0.0/22', '10.20.0.0/16', '10.200.0.0/22'].map(
      (subnet) => `-A POSTROUTING -d ${subnet} -o eth0 -j DROP`,
    ),
  );
  t.true((await step?.done(quietContext))?.done);
  rules.pop();
  await step?.run(quietContext);
  t.is(rules.length, 5, 'only what is missing is added');
});

test("a node of a bundle does not ask DNS for Docker Desktop's host; others start as kind has it", async (t) => {
  const entrypointOf = async (supply: string) => {
    let given: readonly string[] | undefined;
    const docker = untouchable<Docker>('docker', {
      labelImage: async (_from, _reference, _labels, entrypoint) => void (given = entrypoint),
    });
    const step = imageStep(chapterPlan({...SUPPLIED, supply}), docker);
    await step.run(quietContext);
    t.is(step.commands.join().includes('ENTRYPOINT'), given !== undefined);
    return given;
  };
  t.is(await entrypointOf('source'), undefined);
  t.deepEqual((await entrypointOf('bundle'))?.slice(-2), ['/usr/local/bin/entrypoint', '/sbin/init']);
});
