import {PassThrough} from 'node:stream';
import {text} from 'node:stream/consumers';
import type Dockerode from 'dockerode';
import {EastwestError, throwIfInterrupted} from '../../base/errors.js';
import {ask} from './engine.js';
import type {Docker, ExecResult} from './docker.js';

/** Runs a command in a running container and takes its output and exit code. */
export function execCall(engine: Dockerode): Docker['exec'] {
  return async (container, command, {signal, timeoutMs}): Promise<ExecResult> => {
    const what = `run ${command[0] ?? ''} in ${container}`;
    throwIfInterrupted(signal);
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const exec = await ask(what, () =>
      engine.getContainer(container).exec({Cmd: [...command], AttachStdout: true, AttachStderr: true}),
    );
    const stream = await ask(what, () => exec.start({}));
    const stop = (): void => void stream.destroy(new Error('stopped'));
    limit.addEventListener('abort', stop, {once: true});
    try {
      const output = readBoth(engine, stream);
      // The limit may have come while the engine was asked; no event tells of it any more.
      if (limit.aborted) stop();
      const [stdout, stderr] = await output;
      const {ExitCode} = await ask(what, () => exec.inspect());
      return {exitCode: ExitCode ?? -1, stdout, stderr};
    } catch (error) {
      throwIfInterrupted(signal);
      if (!limit.aborted) throw error;
      throw new EastwestError(`${what}: no end after ${timeoutMs / 1000} s`, {code: 'DOCKER-EXEC-TIMED-OUT'});
    } finally {
      limit.removeEventListener('abort', stop);
    }
  };
}

/** Parts the one stream of an exec without a terminal into stdout and stderr. */
async function readBoth(engine: Dockerode, stream: NodeJS.ReadWriteStream): Promise<[string, string]> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  engine.modem.demuxStream(stream, stdout, stderr);
  const end = (): void => {
    stdout.end();
    stderr.end();
  };
  stream.once('end', end);
  stream.once('close', end);
  stream.once('error', (error: Error) => {
    stdout.destroy(error);
    stderr.destroy(error);
  });
  return Promise.all([text(stdout), text(stderr)]);
}
