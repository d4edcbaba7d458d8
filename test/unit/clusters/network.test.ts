import test from 'ava';
import {networkStep} from '../../../src/clusters/network.js';
import type {Docker, Labels} from '../../../src/drivers/docker/docker.js';
import {networkMisfit} from '../../../src/plan/network-fit.js';
import {LAB_LABEL, type Plan} from '../../../src/plan/plan.js';
import {untouchable} from '../../fakes/drivers.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {refusal} from '../../helpers/error.js';
import {quietContext} from '../../helpers/world.js';

const plan = chapterPlan();
const asking = (subnet: string): Plan => ({...plan, dockerNetwork: {name: 'eastwest', subnet}});

for (const subnet of ['172.18.0.0/16', '10.89.0.0/24', '192.168.150.0/24']) {
  test(`a network of ${subnet} has room for nodes and pools`, (t) => {
    t.is(networkMisfit(plan, subnet), undefined);
    t.is(networkMisfit(asking(subnet), subnet), undefined);
  });
}

const MISFITS: Record<string, {plan: Plan; subnet: string; code: string; says: RegExp}> = {
  'without IPv4': {plan, subnet: '', code: 'NETWORK-NO-IPV4', says: /no IPv4 subnet/},
  'other than lab.yaml says': {
    plan: asking('172.30.0.0/16'),
    subnet: '172.18.0.0/16',
    code: 'NETWORK-OTHER-SUBNET',
    says: /has 172\.18\.0\.0\/16; lab\.yaml says 172\.30\.0\.0\/16/,
  },
  'without room for pools': {plan, subnet: '10.89.0.0/25', code: 'POOL-NO-ROOM', says: /too small/},
  'that the engine chose where pods are': {
    plan,
    subnet: '10.10.128.0/20',
    code: 'NETWORK-OVERLAPS',
    says: /west's pods: 10\.10\.0\.0\/16/,
  },
  'in which Services lie': {
    plan,
    subnet: '10.200.0.0/24',
    code: 'NETWORK-OVERLAPS',
    says: /east's Services: 10\.200\.0\.0\/22/,
  },
};

for (const [what, {plan: asked, subnet, code, says}] of Object.entries(MISFITS)) {
  test(`a network ${what} is refused with what to do, and left as it is`, async (t) => {
    const labels = {[LAB_LABEL]: 'ch12'};
    const {docker, made} = engine([{labels, subnet}]);
    const error = await refusal(t, networkStep(asked, docker).done(quietContext));
    t.is(error.code, code);
    t.regex(error.message, says);
    t.truthy(error.hint);
    t.deepEqual(made, []);
  });
}

test('a subnet that the engine chose is declared, so that addresses can be asked for', async (t) => {
  const {docker, made} = engine([]);
  await networkStep(plan, docker).run(quietContext);
  t.deepEqual(made, ['make, of any subnet', 'remove', 'make, of 172.18.0.0/16, with fixed addresses']);
});

test('a killed up that had only seen which subnet the engine chooses is gone on with', async (t) => {
  const labels = {[LAB_LABEL]: 'ch12', 'dev.eastwest.addresses': 'choosing'};
  const {docker, made} = engine([{labels, subnet: '172.18.0.0/16'}]);
  const step = networkStep(plan, docker);
  t.deepEqual(await step.done(quietContext), {done: false, seen: '172.18.0.0/16 was chosen'});
  await step.run(quietContext);
  t.deepEqual(made, ['remove', 'make, of 172.18.0.0/16, with fixed addresses']);
  t.true((await step.done(quietContext)).done);
});

test('a network that somebody has made for the lab stays as it is', async (t) => {
  const {docker} = engine([{labels: {[LAB_LABEL]: 'ch12'}, subnet: '192.168.150.0/24'}]);
  t.true((await networkStep(plan, docker).done(quietContext)).done);
});

test('a subnet of lab.yaml is taken at once', async (t) => {
  const {docker, made} = engine([]);
  await networkStep(asking('10.89.0.0/24'), docker).run(quietContext);
  t.deepEqual(made, ['make, of 10.89.0.0/24, with fixed addresses']);
});

interface Network {
  readonly labels: Labels;
  readonly subnet: string;
}

/** An engine with at most one network; it chooses 172.18.0.0/16. */
function engine(networks: Network[]) {
  const made: string[] = [];
  const docker = untouchable<Docker>('docker', {
    network: (name) => Promise.resolve(networks[0] && {id: `id-of-${name}`, name, ...networks[0]}),
    createNetwork: (_name, labels, subnet) => {
      networks.push({labels, subnet: subnet ?? '172.18.0.0/16'});
      const fixed = labels['dev.eastwest.addresses'] === 'fixed' ? ', with fixed addresses' : '';
      made.push(`make, of ${subnet ?? 'any subnet'}${fixed}`);
      return Promise.resolve();
    },
    removeNetwork: () => {
      networks.pop();
      made.push('remove');
      return Promise.resolve();
    },
  });
  return {docker, made};
}
