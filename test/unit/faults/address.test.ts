import test from 'ava';
import type {KubeObject} from '../../../src/drivers/kube/kube.js';
import {
  changePool,
  EAST_WEST,
  POOL,
  readdress,
  readdressOf,
} from '../../../src/faults/load-balancer/address.js';
import {faultLab} from '../../helpers/fault-lab.js';

/** MetalLB as far as it gives the next address that it is told to a Service that asks for no other pool. */
function metallb(next: readonly (string | undefined)[]) {
  const addresses = [...next];
  const diary: string[] = [];
  const base = faultLab();
  const kept = new Map<string, KubeObject>();
  const kube = base.bench.kube('east');
  const own = async (kind: string, ref: Parameters<typeof kube.get>[0]): Promise<KubeObject | undefined> =>
    kept.get(kind) ?? kube.get(ref);
  const lab = faultLab({
    kube: {
      east: {
        get: (ref) => own(ref.kind, ref),
        patch: async (ref, change) => {
          const {spec, metadata} = change as {spec?: object; metadata?: object};
          diary.push(`patch ${ref.kind} ${JSON.stringify(spec ?? metadata)}`);
          const before = await own(ref.kind, ref);
          if (before === undefined) throw new Error(`no ${ref.kind}`);
          const status = ref.kind === 'Service' ? {status: {}} : {};
          kept.set(ref.kind, {...before, spec: {...(before['spec'] as object), ...spec}, ...status});
        },
        replace: (object) => {
          diary.push(`replace ${object.kind}`);
          const ip = object.kind === 'Service' ? addresses.shift() : undefined;
          kept.set(object.kind, {
            ...object,
            status: {loadBalancer: ip === undefined ? {} : {ingress: [{ip}]}},
          });
          return Promise.resolve();
        },
      },
    },
  });
  return {bench: lab.bench, kube: lab.bench.kube('east'), diary};
}

const OWN = '172.18.255.202';

test('an address from the former pool goes back, until the Service has one as wanted', async (t) => {
  const {bench, kube, diary} = metallb([OWN, '192.0.2.10']);
  const before = await readdressOf(EAST_WEST, kube, true);
  t.is(before.address, OWN);
  await changePool(before, ['192.0.2.10-192.0.2.29'], (found) => found === '192.0.2.10', kube, bench);
  t.deepEqual(diary, [
    'patch Service {"annotations":{"metallb.universe.tf/address-pool":"none"}}',
    'patch IPAddressPool {"addresses":["192.0.2.10-192.0.2.29"]}',
    'replace Service',
    'patch Service {"annotations":{"metallb.universe.tf/address-pool":"none"}}',
    'replace Service',
  ]);
});

test('a Service that shall have none is looked at for a while', async (t) => {
  const {bench, kube} = metallb([undefined]);
  const before = await readdressOf(EAST_WEST, kube, true);
  await t.notThrowsAsync(changePool(before, [], (found) => found === undefined, kube, bench));
});

test('pool, Service and address come back; where they are already, the address is not taken away', async (t) => {
  const {bench, kube, diary} = metallb(['192.0.2.10', OWN, OWN]);
  const before = await readdressOf(EAST_WEST, kube, true);
  await changePool(before, ['192.0.2.10-192.0.2.29'], (found) => found === '192.0.2.10', kube, bench);
  await readdress(before, kube, bench);
  t.deepEqual((await kube.get(POOL))?.['spec'], {addresses: ['172.18.255.201-172.18.255.220']});
  t.is((await readdressOf(EAST_WEST, kube, false)).address, OWN);
  diary.length = 0;
  await readdress(before, kube, bench);
  t.deepEqual(diary, ['replace IPAddressPool', 'replace Service']);
});

test('an address that never comes is an error that says what was seen', async (t) => {
  const {bench, kube} = metallb([undefined]);
  const before = await readdressOf(EAST_WEST, kube, false);
  await kube.patch(EAST_WEST, {spec: {type: 'ClusterIP'}});
  await t.throwsAsync(readdress(before, kube, bench), {
    message: /istio-eastwestgateway to get its address.*without address/,
  });
});
