// Needs: the lab of chapter 12, up: the image of its nodes.
import test from 'ava';
import {waitFor} from '../../../src/base/wait-for.js';
import {runningLab} from '../../helpers/running-lab.js';

const OWN = `eastwest-test-${process.pid}`;
const LABELS = {'dev.eastwest.test': OWN};

/** Leaves one process behind that is frozen, as runc leaves a pod's where it is killed between two of its steps. */
const FREEZE = `
trap '' TERM
sleep 600 & held=$!
cd /sys/fs/cgroup
if [ -d freezer ]; then place=freezer/held state=freezer.state word=FROZEN
else place=held state=cgroup.freeze word=1; fi
mkdir $place
echo $held > $place/cgroup.procs
echo $word > $place/$state
touch /frozen
wait`;

async function frozen(name: string) {
  const {drivers, west} = await runningLab();
  const {docker, clock} = drivers;
  const node = await docker.container(west.node);
  const container = `${OWN}-${name}`;
  const entrypoint = ['sh', '-c', FREEZE];
  await docker.createContainer({
    ...{name: container, image: node?.imageId ?? '', labels: LABELS, entrypoint},
    ...{privileged: true, network: 'none'},
  });
  const look = async () => {
    const done = (await docker.readFile(container, '/frozen')) !== undefined;
    return {done, seen: done ? 'frozen' : 'not frozen'};
  };
  await waitFor('a frozen process', look, {deadlineMs: 20_000, signal: new AbortController().signal, clock});
  return {docker, container};
}

test.after.always('nothing is left', async (t) => {
  const {docker} = (await runningLab()).drivers;
  for (const {id} of await docker.containers(LABELS)) await docker.removeContainer(id);
  t.deepEqual(await docker.containers(LABELS), []);
});

test('a container with a frozen process in it is removed', async (t) => {
  t.timeout(60_000);
  const {docker, container} = await frozen('removed');
  await docker.removeContainer(container);
  t.is(await docker.container(container), undefined);
});

test('a container with a frozen process in it is stopped', async (t) => {
  t.timeout(60_000);
  const {docker, container} = await frozen('stopped');
  await docker.stopContainer(container, 1);
  t.false((await docker.container(container))?.running);
});

test('a removal that another call has begun, and that fails, is begun anew', async (t) => {
  t.timeout(90_000);
  const {docker, container} = await frozen('under-way');
  const both = [docker.removeContainer(container), docker.removeContainer(container)];
  await Promise.all(both);
  t.is(await docker.container(container), undefined);
});
