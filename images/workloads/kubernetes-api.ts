import {readFile} from 'node:fs/promises';
import {request} from 'node:https';
import {textOf, type Env} from './env.js';

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const TIMEOUT_MS = 10_000;

/** Every object of a kind, as the pod's service account may list them; `kind` is its plural, e.g. `pods`. */
export async function listAll(kind: string, env: Env): Promise<readonly unknown[]> {
  // Read each time: the token is renewed while the pod runs.
  const [token, ca] = await Promise.all(
    ['token', 'ca.crt'].map((name) => readFile(`${ACCOUNT}/${name}`, 'utf8')),
  );
  const options = {
    host: textOf(env, 'KUBERNETES_SERVICE_HOST', 'kubernetes.default.svc'),
    port: textOf(env, 'KUBERNETES_SERVICE_PORT', '443'),
    // 0: what the API server has in its memory will do, and spares etcd.
    path: `/api/v1/${kind}?resourceVersion=0`,
    headers: {authorization: `Bearer ${token ?? ''}`, accept: 'application/json'},
    ca,
    timeout: TIMEOUT_MS,
  };
  const {status, body} = await new Promise<{status: number; body: string}>((resolve, reject) => {
    const asked = request(options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () =>
        resolve({status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString()}),
      );
      response.once('error', reject);
    });
    asked.once('timeout', () => asked.destroy(new Error(`no answer within ${TIMEOUT_MS} ms`)));
    asked.once('error', reject);
    asked.end();
  });
  if (status !== 200) throw new Error(`the API server answered ${status} for ${kind}`);
  return (JSON.parse(body) as {items: readonly unknown[]}).items;
}
