import {createHash} from 'node:crypto';
import {link, rename, rm} from 'node:fs/promises';
import {connect, createServer, type Server} from 'node:net';
import {platform, tmpdir} from 'node:os';
import {join} from 'node:path';
import {text} from 'node:stream/consumers';
import type {Holder, Locks, Taken} from './lock.js';

const ANSWER_MS = 1000;

/**
 * A held name is a socket that listens; whoever connects is told who holds it. The kernel closes it with the process,
 * so there is nothing that a killed one could leave behind. On Linux it has no file: such a name is the machine's (its
 * network namespace's), in whatever folder and under whatever user one works.
 */
export const socketLocks: Locks = locksAt(usualAddress);

/** The same at other addresses. */
export function locksAt(addressOf: (name: string) => string): Locks {
  return {
    take: async (names, holder): Promise<Taken> => {
      const held: Server[] = [];
      const release = async (): Promise<void> => {
        await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
      };
      // In one order for all, so that of two that want several names one gets them all.
      for (const name of [...names].sort()) {
        const server = await listening(addressOf(name), holder);
        if (server === undefined) {
          await release();
          return {busy: name, holder: await holderOf(addressOf(name))};
        }
        held.push(server);
      }
      return {release};
    },
  };
}

/**
 * The longest name that a socket can have, since versions of Node fill up shorter ones in different ways, and so would
 * not meet.
 */
function usualAddress(name: string): string {
  const hash = createHash('sha256').update(name).digest('hex');
  if (platform() === 'linux') return `\0${`eastwest-${hash}-`.padEnd(107, '0')}`;
  return join(tmpdir(), `eastwest-${hash.slice(0, 16)}.sock`);
}

/** A server at the address; undefined where a living process has one there. */
async function listening(address: string, holder: Holder): Promise<Server | undefined> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.end(JSON.stringify(holder));
  });
  // What only holds a name must not keep a program from its end.
  server.unref();
  const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
    server.once('error', resolve);
    server.listen(address, () => resolve(undefined));
  });
  if (failure === undefined) return server;
  if (failure.code !== 'EADDRINUSE') throw failure;
  if (address.startsWith('\0') || (await answers(address))) return undefined;
  return (await removeStale(address)) ? listening(address, holder) : undefined;
}

/**
 * Takes away the file that a killed process has left; false where it is not stale any more. Of two that have found it
 * stale the second one may come when the first already listens there: what was moved is asked once more, and put back.
 */
export async function removeStale(address: string): Promise<boolean> {
  const aside = `${address}.${process.pid}`;
  try {
    await rename(address, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw error;
  }
  try {
    if (!(await answers(aside))) return true;
    // A socket is reached by any name of its file.
    await link(aside, address).catch((error: unknown) => {
      // Somebody has come to the free place meanwhile.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    });
    return false;
  } finally {
    await rm(aside, {force: true});
  }
}

async function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

async function holderOf(address: string): Promise<Holder | undefined> {
  const socket = connect(address);
  socket.setTimeout(ANSWER_MS, () => socket.destroy(new Error('no answer')));
  return text(socket).then(
    (said) => JSON.parse(said) as Holder,
    () => undefined,
  );
}
