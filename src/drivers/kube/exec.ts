import {Writable} from 'node:stream';
import type {KubeConfig, V1Status} from '@kubernetes/client-node';
import {EastwestError, messageOf, throwIfInterrupted} from '../../base/errors.js';
import type {Kube, PodExecOptions} from './kube.js';

/** Runs a command in a container over the API server's web socket. */
export function execCall(config: () => Promise<KubeConfig>): Kube['exec'] {
  return async (command, options) => {
    const {namespace, pod, container, signal, timeoutMs} = options;
    throwIfInterrupted(signal);
    const {Exec} = await import('@kubernetes/client-node');
    const client = new Exec(await config());
    const stdout = collector();
    const stderr = collector();
    const limit = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const what = `run ${command[0] ?? ''} in ${namespace}/${pod} (${container})`;
    try {
      const status = await new Promise<V1Status>((resolve, reject) => {
        limit.addEventListener('abort', () => reject(new Error(`no end after ${timeoutMs / 1000} s`)), {
          once: true,
        });
        client
          .exec(namespace, pod, container, [...command], stdout.sink, stderr.sink, null, false, resolve)
          .then((socket) => {
            if (limit.aborted) socket.close();
            limit.addEventListener('abort', () => socket.close(), {once: true});
            socket.onclose = () => reject(new Error('the connection was closed'));
          }, reject);
      });
      return {exitCode: exitCodeOf(status), stdout: stdout.text(), stderr: stderr.text()};
    } catch (error) {
      throwIfInterrupted(signal);
      throw execFailed(what, error, options);
    }
  };
}

function execFailed(what: string, error: unknown, {namespace, pod}: PodExecOptions): EastwestError {
  return new EastwestError(`${what}: ${messageOf(error)}`, {
    code: 'KUBE-EXEC-FAILED',
    hint: `is the pod there? kubectl get pod ${pod} -n ${namespace}`,
    cause: error,
  });
}

function exitCodeOf(status: V1Status): number {
  if (status.status === 'Success') return 0;
  const cause = status.details?.causes?.find(({reason}) => reason === 'ExitCode');
  if (cause?.message === undefined) throw new Error(status.message ?? 'no exit code came');
  return Number(cause.message);
}

function collector() {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return {sink, text: () => Buffer.concat(chunks).toString('utf8')};
}
