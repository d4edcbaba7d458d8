import {request, type Agent, type IncomingHttpHeaders, type IncomingMessage} from 'node:http';

export interface Question {
  readonly url: string | URL;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For all of it, from the look-up of the name to the last byte. */
  readonly timeoutMs: number;
  /** Without one, a connection of its own. */
  readonly agent?: Agent;
}

export interface Failure {
  /** The system's word for it, e.g. `ENOTFOUND`, `ECONNREFUSED`, or `TIMEOUT`. */
  readonly code: string;
  readonly message: string;
}

export interface Exchange {
  /** 0 where no status line came. */
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What came of it, also where it broke off. */
  readonly body: Buffer;
  readonly failure: Failure | undefined;
  /** Whether it went over a connection that an earlier one had opened. */
  readonly reused: boolean;
}

/** One HTTP request and what became of it; it never rejects, a failure is a result like any other. */
export function exchange({url, method = 'GET', headers = {}, timeoutMs, agent}: Question): Promise<Exchange> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let incoming: IncomingMessage | undefined;
    let late: Failure | undefined;
    const finish = (failure: Failure | undefined): void => {
      clearTimeout(timer);
      const {statusCode: status = 0, headers: answered = {}} = incoming ?? {};
      resolve({
        status,
        headers: answered,
        body: Buffer.concat(chunks),
        failure,
        reused: outgoing.reusedSocket,
      });
    };
    const fail = (error: Error): void => finish(late ?? failureOf(error));
    const outgoing = request(url, {method, headers, agent: agent ?? false}, (response) => {
      incoming = response;
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => finish(undefined));
      response.once('error', fail);
    });
    const timer = setTimeout(() => {
      late = {code: 'TIMEOUT', message: `no full answer within ${timeoutMs} ms`};
      outgoing.destroy(new Error(late.message));
    }, timeoutMs);
    outgoing.on('error', fail);
    outgoing.end();
  });
}

function failureOf(error: Error & {code?: unknown}): Failure {
  return {code: typeof error.code === 'string' ? error.code : error.name, message: error.message};
}
