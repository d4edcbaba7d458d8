// Needs: nothing; what the driver does where no API server answers. The rest is in lab/kube-driver.test.ts.
import {once} from 'node:events';
import {createServer} from 'node:net';
import {readFile, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {stringify} from 'yaml';
import {EastwestError} from '../../src/base/errors.js';
import {clusterKubes} from '../../src/drivers/kube/cluster-kube.js';
import {refusal} from '../helpers/error.js';
import {tempFolder} from '../helpers/temp-folder.js';

const NODE = {apiVersion: 'v1', kind: 'Node', metadata: {name: 'a'}};

async function kubeconfig(t: ExecutionContext, server: string): Promise<string> {
  const file = join(await tempFolder(t), 'kubeconfig');
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{name: 'a', cluster: {server}}],
    users: [{name: 'a', user: {token: 'none'}}],
    contexts: [{name: 'a', context: {cluster: 'a', user: 'a'}}],
    'current-context': 'a',
  };
  await writeFile(file, stringify(config), {mode: 0o600});
  return file;
}

/** A port of this host that nothing listens on. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('a kubeconfig that is not there is an error with the remedy', (t) => {
  const error = t.throws(() => clusterKubes()('/none/kubeconfig'), {instanceOf: EastwestError});
  t.is(error.code, 'KUBE-CONFIG-MISSING');
  t.is(error.hint, 'eastwest up');
});

test('where no server listens, every call says that it does not answer', async (t) => {
  const kube = clusterKubes()(await kubeconfig(t, `https://127.0.0.1:${await closedPort()}`));
  for (const call of [
    () => kube.ready(new AbortController().signal),
    () => kube.get(NODE),
    () => kube.list('v1', 'Node'),
    () => kube.apply([NODE]),
    () => kube.remove(NODE),
    () => kube.logs('a', 'b', 'c'),
  ]) {
    const error = await refusal(t, call());
    t.is(error.code, 'KUBE-UNREACHABLE');
    t.regex(error.message, /the API server does not answer \(.*ECONNREFUSED/);
  }
});

test('an exec where no server listens is an error with a reason', async (t) => {
  const kube = clusterKubes()(await kubeconfig(t, `https://127.0.0.1:${await closedPort()}`));
  const {signal} = new AbortController();
  const error = await refusal(
    t,
    kube.exec(['true'], {namespace: 'a', pod: 'b', container: 'c', signal, timeoutMs: 5000}),
  );
  t.is(error.code, 'KUBE-EXEC-FAILED');
  t.regex(error.message, /ECONNREFUSED/);
});

test('one client serves one kubeconfig until the file has changed', async (t) => {
  const kubeFor = clusterKubes();
  const file = await kubeconfig(t, 'https://127.0.0.1:1');
  const first = kubeFor(file);
  t.is(kubeFor(file), first);
  await writeFile(file, (await readFile(file, 'utf8')).replace(':1', ':2'));
  await utimes(file, 1, 1);
  t.not(kubeFor(file), first);
});
