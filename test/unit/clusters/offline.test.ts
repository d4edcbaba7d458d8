import test from 'ava';
import {corefile, dnsSteps} from '../../../src/clusters/dns.js';
import {routesSteps} from '../../../src/clusters/routes.js';
import type {Docker} from '../../../src/drivers/docker/docker.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan, SUPPLIED} from '../../helpers/chapter.js';

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

test('a node of a bundle drops what is for pods that it has no route to', async (t) => {
  const plan = chapterPlan({...SUPPLIED, supply: 'bundle'});
  const [west] = plan.clusters;
  if (west === undefined) throw new Error('the chapter has clusters');
  const routes = new Set<string>();
  const docker = untouchable<Docker>('docker', {
    exec: (container, [, , verb = '', , subnet = '']) => {
      t.is(container, 'west-control-plane');
      if (verb === 'replace') routes.add(subnet);
      const stdout = [...routes].map((one) => `blackhole ${one} \n`).join('');
      return Promise.resolve({exitCode: 0, stdout, stderr: ''});
    },
  });
  t.deepEqual(routesSteps(chapterPlan(), west, untouchableDrivers()), []);
  const [step] = routesSteps(plan, west, {...untouchableDrivers(), docker});
  const context = {signal: new AbortController().signal, say: () => undefined};
  t.deepEqual(await step?.done(context), {
    done: false,
    seen: 'packets for 10.10.0.0/16, 10.20.0.0/16 leave it',
  });
  await step?.run(context);
  t.true((await step?.done(context))?.done);
});
