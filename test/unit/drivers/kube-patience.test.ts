import {once} from 'node:events';
import {writeFile} from 'node:fs/promises';
import {createServer, type AddressInfo} from 'node:net';
import {join} from 'node:path';
import test from 'ava';
import {EastwestError} from '../../../src/base/errors.js';
import {clusterKubes} from '../../../src/drivers/kube/cluster-kube.js';
import {tempFolder} from '../../helpers/temp-folder.js';

test('an API server that takes connections and says nothing, as a frozen one does, is given up in time', async (t) => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  const {port} = server.address() as AddressInfo;
  const kubeconfig = join(await tempFolder(t), 'kubeconfig');
  await writeFile(
    kubeconfig,
    `apiVersion: v1
kind: Config
current-context: x
clusters: [{name: x, cluster: {server: 'https://127.0.0.1:${port}'}}]
contexts: [{name: x, context: {cluster: x, user: x}}]
users: [{name: x, user: {}}]
`,
    {mode: 0o600},
  );
  const kube = clusterKubes(200)(kubeconfig);
  const startMs = performance.now();
  const error = await t.throwsAsync(kube.list('v1', 'Pod'), {instanceOf: EastwestError});
  t.is(error.code, 'KUBE-UNREACHABLE');
  t.regex(error.message, /no answer within 0\.2 s/);
  t.true(performance.now() - startMs < 20_000, 'the patience of others was waited for');
});
