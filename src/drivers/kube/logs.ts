import {ask, refused} from './failure.js';
import type {Kube, StampedLine} from './kube.js';
import type {Send} from './request.js';

/** Reads containers' logs. */
export function logCalls(send: Send): Pick<Kube, 'logs' | 'logLines'> {
  const read = async (
    namespace: string,
    pod: string,
    query: Readonly<Record<string, string>>,
  ): Promise<string> => {
    const what = `read the log of ${namespace}/${pod}`;
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}/log`;
    const reply = await ask(send, what, {method: 'GET', path, query});
    if (reply.status !== 200) throw refused(what, reply);
    return reply.body;
  };
  return {
    logs: (namespace, pod, container, sinceSeconds) =>
      read(namespace, pod, {
        container,
        ...(sinceSeconds === undefined ? {} : {sinceSeconds: String(sinceSeconds)}),
      }),
    logLines: async (namespace, pod, container, fromMs, most) => {
      // The server counts in whole seconds: what is too early by less than one is left out here.
      const sinceTime = `${new Date(fromMs).toISOString().slice(0, 19)}Z`;
      const tail = most === undefined ? {} : {tailLines: String(most)};
      const text = await read(namespace, pod, {container, sinceTime, timestamps: 'true', ...tail});
      return stampedLines(text).filter(({at}) => at >= fromMs);
    },
  };
}

/** Lines as the server writes them with `timestamps`: `2026-01-01T00:00:00.123456789Z text`. */
export function stampedLines(log: string): readonly StampedLine[] {
  return log
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [stamp = ''] = line.split(' ', 1);
      return {at: Date.parse(stamp), text: line.slice(stamp.length + 1)};
    });
}
