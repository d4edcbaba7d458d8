import test from 'ava';
import {clientStep} from '../../../src/apps/client.js';
import type {ContainerSpec, Docker} from '../../../src/drivers/docker/docker.js';
import {untouchable, untouchableDrivers} from '../../fakes/drivers.js';
import {chapterPlan} from '../../helpers/chapter.js';
import {quietContext} from '../../helpers/world.js';

test('who calls comes before what is called where the CPU does not do for both', async (t) => {
  const made: ContainerSpec[] = [];
  const docker = untouchable<Docker>('docker', {
    container: () => Promise.resolve(undefined),
    createContainer: (spec) => {
      made.push(spec);
      return Promise.resolve();
    },
  });
  const step = clientStep(chapterPlan(), {...untouchableDrivers(), docker});
  await step.run(quietContext);
  t.true((made[0]?.cpuShares ?? 0) > 1024, JSON.stringify(made));
  t.true(step.commands[0]?.includes(`--cpu-shares ${made[0]?.cpuShares}`));
});
