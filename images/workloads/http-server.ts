import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {ListenAddress} from './env.js';

export interface Ask {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Reply {
  readonly status: number;
  /** A text goes out as it is; anything else as JSON. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Answer = (ask: Ask) => Reply | Promise<Reply>;

export interface Running {
  readonly port: number;
  /** Takes no more connections, lets the open requests end, and cuts what is left after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

/** Serves HTTP; `/healthz` is answered here, so that readiness depends on nothing but this process. */
export async function serve(address: ListenAddress, servedBy: string, answer: Answer): Promise<Running> {
  const state = {stopping: false};
  const server = createServer((request, response) => {
    void replyTo(request, answer).then((reply) => {
      // A caller that keeps its connection would hold the exit up.
      if (state.stopping) response.setHeader('connection', 'close');
      response.setHeader('x-served-by', servedBy);
      // What the sidecar says of the caller's certificate: so a caller can read who it was taken for.
      const caller = request.headers['x-forwarded-client-cert'];
      if (typeof caller === 'string') response.setHeader('x-called-by', caller);
      send(response, reply);
    });
  });
  // Node would close a connection that was idle for 5 s, mostly just as a proxy sends the next call over it: that is a 503.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(address.port, address.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: async (graceMs) => {
      state.stopping = true;
      await close(server, graceMs);
    },
  };
}

function send(response: ServerResponse, reply: Reply): void {
  const isText = typeof reply.body === 'string';
  response.writeHead(reply.status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    ...reply.headers,
  });
  response.end(isText ? reply.body : `${JSON.stringify(reply.body)}\n`);
}

async function replyTo(request: IncomingMessage, answer: Answer): Promise<Reply> {
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (path === '/healthz') return {status: 200, body: {status: 'ok'}};
  try {
    return await answer({method: request.method ?? 'GET', path, headers: request.headers});
  } catch (error) {
    return {status: 500, body: {error: error instanceof Error ? error.message : String(error)}};
  }
}

async function close(server: Server, graceMs: number): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), graceMs);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    // Node 18 leaves idle kept-alive connections open here.
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
