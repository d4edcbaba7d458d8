import {Agent, request as httpsRequest} from 'node:https';
import {text} from 'node:stream/consumers';
import type {KubeConfig} from '@kubernetes/client-node';
import {EastwestError} from '../../base/errors.js';

/** How long a server may say nothing, unless somebody has less patience. */
const TIMEOUT_MS = 30_000;

export interface Reply {
  readonly status: number;
  readonly body: string;
}

export interface Ask {
  readonly method: 'GET' | 'PATCH' | 'PUT' | 'DELETE' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly contentType?: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

export type Send = (ask: Ask) => Promise<Reply>;

/**
 * Plain JSON requests with the credentials that client-node reads from a kubeconfig. Its own object API runs
 * bodies through a serializer that drops fields it has no model for (x-kubernetes-… in CRDs) and opens a TLS
 * connection for each request; a manifest must arrive as it was written, and a no-op `up` asks 200 times.
 */
export function sender(config: () => Promise<KubeConfig>, timeoutMs = TIMEOUT_MS): Send {
  let connection: Promise<{server: string; agent: Agent}> | undefined;
  return async (ask) => {
    const {server, agent} = await (connection ??= connect(config));
    const url = new URL(ask.path, server);
    for (const [key, value] of Object.entries(ask.query ?? {})) url.searchParams.set(key, value);
    return exchange(url, agent, ask, timeoutMs);
  };
}

async function connect(read: () => Promise<KubeConfig>): Promise<{server: string; agent: Agent}> {
  const config = await read();
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) {
    throw new EastwestError('the kubeconfig has no current cluster', {code: 'KUBE-CONFIG-BAD'});
  }
  return {server, agent: await agentOf(config)};
}

async function agentOf(config: KubeConfig): Promise<Agent> {
  const tls: {ca?: string | Buffer; cert?: string | Buffer; key?: string | Buffer} = {};
  await config.applyToHTTPSOptions(tls);
  const {ca, cert, key} = tls;
  return new Agent({
    keepAlive: true,
    maxSockets: 16,
    ...(ca === undefined ? {} : {ca}),
    ...(cert === undefined ? {} : {cert}),
    ...(key === undefined ? {} : {key}),
  });
}

function exchange(
  url: URL,
  agent: Agent,
  {method, contentType, body, signal}: Ask,
  timeout: number,
): Promise<Reply> {
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      url,
      {
        agent,
        method,
        signal,
        timeout,
        headers: {
          accept: 'application/json',
          ...(payload === undefined ? {} : {'content-type': contentType ?? 'application/json'}),
        },
      },
      (response) => {
        text(response).then(
          (received) => resolve({status: response.statusCode ?? 0, body: received}),
          reject,
        );
      },
    );
    request.on('timeout', () => request.destroy(new Error(`no answer within ${timeout / 1000} s`)));
    request.on('error', reject);
    request.end(payload);
  });
}
