import {createServer, type Server} from 'node:https';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {AddressInfo, Socket} from 'node:net';
import {once} from 'node:events';
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {webhookCertificate} from '../../src/loadbalancer/webhook-certificate.js';

/** Answers one request in its own way; `bytes` from `from` on are what was asked for. */
export type Behaviour = (
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  from: number,
) => void;

export interface ToolServer {
  /** `https://localhost:PORT`. */
  readonly url: string;
  /** PEM of the private CA that signed its certificate. */
  readonly ca: string;
  /** What was asked, as `PATH` or `PATH bytes=N-`. */
  readonly asked: readonly string[];
  /** Serves these bytes at a path, in this way. */
  put(path: string, bytes: Buffer, behaviour?: Behaviour): void;
  /** Serves a file at a path. */
  putFile(path: string, file: string): void;
  /** Again does nothing. */
  close(): Promise<void>;
}

/** A server as any other: the whole, or what a range asks for. */
export const honest: Behaviour = (_request, response, bytes, from) => {
  response.writeHead(from > 0 ? 206 : 200, {'content-length': bytes.length - from});
  response.end(bytes.subarray(from));
};

/** Sends at most `most` bytes of what is asked for, then ends the connection. */
export function cutting(most: number): Behaviour {
  return (_request, response, bytes, from) => {
    response.writeHead(from > 0 ? 206 : 200, {'content-length': bytes.length - from});
    response.write(bytes.subarray(from, from + most), () => response.destroy());
  };
}

/** Says how much will come, and sends nothing. */
export const silent: Behaviour = (_request, response, bytes, from) => {
  response.writeHead(200, {'content-length': bytes.length - from});
  response.flushHeaders();
};

/** Has never heard of ranges. */
export const rangeless: Behaviour = (_request, response, bytes) => {
  response.writeHead(200, {'content-length': bytes.length});
  response.end(bytes);
};

/** Sends as many bytes as there should be, but others. */
export const lying: Behaviour = (_request, response, bytes, from) => {
  response.writeHead(from > 0 ? 206 : 200, {'content-length': bytes.length - from});
  response.end(Buffer.alloc(bytes.length - from, 'x'));
};

/** A web server on loopback with a certificate of a CA that nobody knows. */
export async function toolServer(): Promise<ToolServer> {
  const {
    'ca.crt': ca = '',
    'tls.crt': cert = '',
    'tls.key': key = '',
  } = await webhookCertificate('localhost', new Date());
  const served = new Map<string, {bytes: Buffer; behaviour: Behaviour}>();
  const files = new Map<string, string>();
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server: Server = createServer({cert, key}, (request, response) => {
    const path = request.url ?? '/';
    const {range} = request.headers;
    asked.push(range === undefined ? path : `${path} ${range}`);
    const from = Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0);
    const file = files.get(path);
    if (file !== undefined) return void sendFile(file, from, response);
    const found = served.get(path);
    if (found === undefined) return void response.writeHead(404).end();
    if (from > 0 && from >= found.bytes.length) return void response.writeHead(416).end();
    found.behaviour(request, response, found.bytes, from);
  });
  server.on('secureConnection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  return {
    url: `https://localhost:${port}`,
    ca,
    asked,
    put: (path, bytes, behaviour = honest) => void served.set(path, {bytes, behaviour}),
    putFile: (path, file) => void files.set(path, file),
    close: async () => {
      if (!server.listening) return;
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

async function sendFile(file: string, from: number, response: ServerResponse): Promise<void> {
  const {size} = await stat(file);
  response.writeHead(from > 0 ? 206 : 200, {'content-length': size - from});
  createReadStream(file, {start: from}).pipe(response);
}
