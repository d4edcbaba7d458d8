import test from 'ava';
import {leftovers} from './leftovers.js';
import {eastwest} from '../helpers/program.js';
import {dockerEngine} from '../../src/drivers/docker/docker-engine.js';

test.serial('down leaves nothing of the lab, and touches nothing else', async (t) => {
  const docker = dockerEngine();
  await docker.createNetwork('eastwest-bystander', {}, undefined);
  t.teardown(() => docker.removeNetwork('eastwest-bystander'));
  const {code, stderr} = await eastwest('down');
  t.is(code, 0, stderr);
  t.deepEqual(await leftovers(), []);
  t.truthy(await docker.network('eastwest-bystander'));
});

test.serial('down where nothing is left is no error', async (t) => {
  const {code, stderr} = await eastwest('down');
  t.is(code, 0, stderr);
});
