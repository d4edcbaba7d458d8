import type Dockerode from 'dockerode';
import {messageOf} from '../../base/errors.js';
import {isBeingRemoved} from './engine.js';

/** What the engine says where a container was killed and its processes are still there. */
const NOT_ENDED = 'did not receive an exit event';
/** The engine itself gives up a removal after 12 s. */
const REMOVAL_MS = 15_000;
const THAW_MS = 10_000;

/** Every cgroup of a container, of what runs in it as well; a shell, since the image may have no more than that. */
const THAW =
  'find /cgroup/freezer -path "*$1*" -name freezer.state | while read -r f; do echo THAWED > "$f"; done';

/**
 * Runs a request that ends a container, and once more where it is frozen.
 *
 * A frozen process of cgroup v1 does not die of SIGKILL, nor does a container that one of its processes is left of. runc
 * freezes a pod's container for a moment whenever it changes it: a node that is killed in that moment lasts, and neither
 * the engine nor a new start of it can take it away.
 */
export async function ending(
  engine: Dockerode,
  container: Dockerode.Container,
  request: () => Promise<unknown>,
): Promise<void> {
  try {
    await request();
  } catch (error) {
    if (!messageOf(error).includes(NOT_ENDED)) throw error;
    await thaw(engine, container).catch(() => {
      throw error;
    });
    await request();
  }
}

/** Removes a container with its anonymous volumes; whoever has begun that before may not have come to the end of it. */
export async function removeEnding(engine: Dockerode, container: Dockerode.Container): Promise<void> {
  const remove = () => container.remove({force: true, v: true});
  await ending(engine, container, () =>
    remove().catch(async (error: unknown) => {
      if (!isBeingRemoved(error)) throw error;
      const abortSignal = AbortSignal.timeout(REMOVAL_MS);
      // A removal that fails ends this as well, and one that was over before it was asked for never does.
      await container.wait({condition: 'removed', abortSignal}).catch(() => undefined);
      await remove();
    }),
  );
}

/** Writes to the host's cgroups, from a container of the very image: nothing else is sure to be there. */
async function thaw(engine: Dockerode, container: Dockerode.Container): Promise<void> {
  const {Id: id, Image: image} = await container.inspect();
  const helper = await engine.createContainer({
    Image: image,
    Entrypoint: ['sh', '-c', THAW, 'thaw', id],
    HostConfig: {Privileged: true, NetworkMode: 'none', AutoRemove: true, Binds: ['/sys/fs/cgroup:/cgroup']},
  });
  const abortSignal = AbortSignal.timeout(THAW_MS);
  await Promise.all([helper.wait({condition: 'next-exit', abortSignal}), helper.start({abortSignal})]);
}
